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
 * @param segmentBytes how much of the data one segment takes: all of it, unless a link cuts it into several
 * @param ecn the codepoint of its packet
 */
record Outgoing(long position, TcpFlags flags, int urgentPointer, Payload payload, int segmentBytes, EcnCodepoint ecn) {
    /** One of a packet that is not that of an ECN-capable transport, as most are that carry no new data. */
    Outgoing(long position, TcpFlags flags, int urgentPointer, Payload payload) {
        this(position, flags, urgentPointer, payload, payload.length(), EcnCodepoint.NOT_ECT);
    }

    /** How many segments that is. */
    int segments() {
        return payload.pieces(segmentBytes);
    }

    /** The same, to be cut into segments of at most so many bytes each. */
    Outgoing inSegmentsOf(int bytes) {
        return bytes >= segmentBytes && segmentBytes == payload.length()
                ? this
                : new Outgoing(position, flags, urgentPointer, payload, Math.min(bytes, payload.length()), ecn);
    }

    /** The same with other flags, as that of an ECN-capable transport. */
    Outgoing capable(TcpFlags changed) {
        return new Outgoing(position, changed, urgentPointer, payload, segmentBytes, EcnCodepoint.ECT_0);
    }

    /** The same with PSH. */
    Outgoing pushed() {
        return new Outgoing(position, flags.with(TcpFlags.PSH), urgentPointer, payload, segmentBytes, ecn);
    }
}
