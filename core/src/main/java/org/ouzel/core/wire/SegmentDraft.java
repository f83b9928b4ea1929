package org.ouzel.core.wire;

/** Makes one segment after the other, and lends each until the next is made: so no object is made for one. */
public final class SegmentDraft {
    private final TcpSegment segment = TcpSegment.blank();
    private final TcpOptions.Transfer stamps = TcpOptions.Transfer.blank();

    /** Nothing has been made. */
    public SegmentDraft() {}

    /** The options of a segment with timestamps alone. */
    public TcpOptions.Transfer stamped(int tsValue, int tsEchoReply) {
        stamps.stamp(tsValue, tsEchoReply);
        return stamps;
    }

    /** The segment is one between these ports. */
    public SegmentDraft between(int sourcePort, int destinationPort) {
        segment.become(sourcePort, destinationPort);
        return this;
    }

    /** The segment, with what is told of it as {@linkplain TcpSegment#TcpSegment that} has it. */
    public TcpSegment segment(
            int seq, int ack, TcpFlags flags, int window, int urgentPointer, TcpOptions options, Payload payload) {
        segment.become(seq, ack, flags, window, urgentPointer, options, payload);
        return segment;
    }
}
