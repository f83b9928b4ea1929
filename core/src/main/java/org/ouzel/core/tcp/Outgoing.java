package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;

/**
 * What the sender wants sent: the part of a segment that it knows of.
 *
 * @param position where it begins
 * @param flags SYN, FIN, PSH and URG as they apply
 * @param urgentPointer the offset to the end of urgent data, with URG
 * @param payload the data
 * @param ecn the codepoint of its packet
 */
record Outgoing(long position, TcpFlags flags, int urgentPointer, Payload payload, EcnCodepoint ecn) {
    /** One of a packet that is not that of an ECN-capable transport, as most are that carry no new data. */
    Outgoing(long position, TcpFlags flags, int urgentPointer, Payload payload) {
        this(position, flags, urgentPointer, payload, EcnCodepoint.NOT_ECT);
    }

    /** The same with PSH. */
    Outgoing pushed() {
        return new Outgoing(position, flags.with(TcpFlags.PSH), urgentPointer, payload, ecn);
    }
}
