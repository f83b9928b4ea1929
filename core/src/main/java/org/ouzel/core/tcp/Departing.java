package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/** A segment that leaves. It is lent for the call, and its segment with it: whoever keeps that keeps a {@linkplain TcpSegment#kept copy}. */
public final class Departing {
    private static final TcpSegment NOTHING =
            new TcpSegment(0, 0, 0, 0, TcpFlags.NONE, 0, 0, TcpOptions.Transfer.NONE, Payload.EMPTY);

    private TcpSegment segment = NOTHING;
    private int segmentBytes;
    private EcnCodepoint ecn = EcnCodepoint.NOT_ECT;

    /** One that is to become others. */
    Departing() {}

    /**
     * Becomes another.
     *
     * @param departs one whose payload is longer than {@code mostBytes} is cut into several by the link
     * @param mostBytes how much of the payload one segment carries
     * @param codepoint what the IP header is to have
     */
    Departing become(TcpSegment departs, int mostBytes, EcnCodepoint codepoint) {
        segment = departs;
        segmentBytes = mostBytes;
        ecn = codepoint;
        return this;
    }

    /** The same of what is never sent as that of an ECN-capable transport: all but new data. */
    Departing become(TcpSegment departs) {
        return become(departs, departs.payload().length(), EcnCodepoint.NOT_ECT);
    }

    /** One of its own, of what is never sent as that of an ECN-capable transport. */
    public static Departing plain(TcpSegment departs) {
        return new Departing().become(departs);
    }

    /** The segment; one whose payload is longer than {@link #segmentBytes} is cut into several by the link. */
    public TcpSegment segment() {
        return segment;
    }

    /** How much of the payload one segment carries. */
    public int segmentBytes() {
        return segmentBytes;
    }

    /** The codepoint that the IP header is to have. */
    public EcnCodepoint ecn() {
        return ecn;
    }

    /** How many segments it is on the wire. */
    public int segments() {
        return segment.payload().pieces(segmentBytes);
    }

    /** Whether it has to be cut. */
    public boolean isBundle() {
        return segment.payload().length() > segmentBytes;
    }
}
