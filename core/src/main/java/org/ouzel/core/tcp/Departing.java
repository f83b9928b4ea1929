package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/**
 * A segment that leaves.
 *
 * @param segment the segment; one whose payload is longer than {@code segmentBytes} is cut into several by the link
 * @param segmentBytes how much of the payload one segment carries
 * @param ecn the codepoint that the IP header is to have
 */
public record Departing(TcpSegment segment, int segmentBytes, EcnCodepoint ecn) {
    /** What is never sent as that of an ECN-capable transport: all but new data. */
    static Departing plain(TcpSegment segment) {
        return new Departing(segment, segment.payload().length(), EcnCodepoint.NOT_ECT);
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
