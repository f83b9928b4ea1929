package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Gathering;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;

/**
 * What the sender wants sent: the part of a segment that it knows of. That of the {@link Workbench} is lent until the sender is asked
 * for the next.
 */
final class Outgoing {
    private final Gathering data = new Gathering();
    private long position;
    private TcpFlags flags;
    private int urgentPointer;
    private Payload payload;
    private int mostBytes = Integer.MAX_VALUE;
    private EcnCodepoint ecn = EcnCodepoint.NOT_ECT;

    /**
     * One of a packet that is not that of an ECN-capable transport, as most are that carry no new data.
     *
     * @param position where it begins
     * @param flags SYN, FIN, PSH and URG as they apply
     * @param urgentPointer the offset to the end of urgent data, with URG
     * @param payload the data
     */
    Outgoing(long position, TcpFlags flags, int urgentPointer, Payload payload) {
        this.position = position;
        this.flags = flags;
        this.urgentPointer = urgentPointer;
        this.payload = payload;
    }

    /** Becomes another, in one segment and as that of no ECN-capable transport, whose data is what is gathered from now on. */
    Outgoing become(long begin, TcpFlags with, int pointer) {
        data.begin();
        position = begin;
        flags = with;
        urgentPointer = pointer;
        payload = data.payload();
        mostBytes = Integer.MAX_VALUE;
        ecn = EcnCodepoint.NOT_ECT;
        return this;
    }

    /** Gathers its data. */
    Gathering data() {
        return data;
    }

    /** It is cut into segments of at most so many bytes each. */
    Outgoing inSegmentsOf(int bytes) {
        mostBytes = bytes;
        return this;
    }

    /** It has other flags, as that of an ECN-capable transport. */
    Outgoing capable(TcpFlags changed) {
        flags = changed;
        ecn = EcnCodepoint.ECT_0;
        return this;
    }

    /** It has PSH too. */
    Outgoing pushed() {
        flags = flags.with(TcpFlags.PSH);
        return this;
    }

    /** Where it begins. */
    long position() {
        return position;
    }

    /** SYN, FIN, PSH and URG as they apply. */
    TcpFlags flags() {
        return flags;
    }

    /** The offset to the end of urgent data, with URG. */
    int urgentPointer() {
        return urgentPointer;
    }

    /** The data. */
    Payload payload() {
        return payload;
    }

    /** How much of the data one segment takes: all of it, unless a link cuts it into several. */
    int segmentBytes() {
        return Math.min(mostBytes, payload.length());
    }

    /** The codepoint of its packet. */
    EcnCodepoint ecn() {
        return ecn;
    }

    /** How many segments that is. */
    int segments() {
        return payload.pieces(segmentBytes());
    }
}
