package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/** LISTEN: a passive open that waits for its one connection (RFC 9293 §3.10.7.2). */
final class Listener implements Phase {
    private final long commandDeadline;

    /** A listener that is given up at the deadline if no request has come. */
    Listener(long commandDeadline) {
        this.commandDeadline = commandDeadline;
    }

    @Override
    public State state() {
        return State.LISTEN;
    }

    @Override
    public Phase onSegment(TcpSegment segment, EcnCodepoint ecn, long now) {
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
