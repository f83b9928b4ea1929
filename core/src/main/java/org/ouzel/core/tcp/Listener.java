package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** LISTEN: a passive open that waits for its one connection (RFC 9293 §3.10.7.2). */
final class Listener implements Phase {
    private final long commandDeadline;

    /** A listener that is given up at the deadline if no request has come. */
    Listener(long commandDeadline) {
        this.commandDeadline = commandDeadline;
    }

    /** Whether a segment is a connection request: nothing else is for a listener to take. */
    static boolean isRequest(TcpSegment segment) {
        return segment.has(TcpFlags.SYN)
                && !segment.has(TcpFlags.ACK)
                && !segment.has(TcpFlags.RST)
                && !segment.has(TcpFlags.FIN);
    }

    /** What a port that listens answers to a segment that is no request, and belongs to no connection. */
    static Optional<TcpSegment> answer(TcpSegment segment) {
        // RFC 9293 §3.10.7.2: "Any acknowledgment is bad if it arrives on a connection still in the LISTEN state. An
        // acceptable reset segment should be formed for any arriving ACK-bearing segment."
        return segment.has(TcpFlags.ACK) ? Resets.answering(segment) : Optional.empty();
    }

    @Override
    public State state() {
        return State.LISTEN;
    }

    @Override
    public Phase onSegment(TcpSegment segment, long now) {
        throw new AssertionError("only requests are for a listener, and they name the peer: " + segment);
    }

    @Override
    public Phase onTimer(long now) {
        return now >= commandDeadline ? new Closed(new Ending.CommandTimeout()) : this;
    }

    @Override
    public void poll(long now, SegmentOutput out) {}

    @Override
    public long nextDeadline() {
        return commandDeadline;
    }
}
