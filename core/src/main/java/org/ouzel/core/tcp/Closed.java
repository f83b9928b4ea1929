package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/** No connection. What remains of the last one is why it ended. */
final class Closed extends Phase {
    static final Closed NEVER_OPENED = new Closed(new Ending.NeverOpened());
    static final Closed GRACEFULLY = new Closed(new Ending.Graceful());

    private final Ending ending;

    Closed(Ending ending) {
        this.ending = ending;
    }

    /** Why it ended. */
    Ending ending() {
        return ending;
    }

    @Override
    public State state() {
        return State.CLOSED;
    }

    @Override
    public Phase onSegment(TcpSegment segment, EcnCodepoint ecn, long now) {
        throw new AssertionError("a segment for a closed connection: " + segment);
    }

    @Override
    public Phase onTimer(long now) {
        return this;
    }

    @Override
    public void poll(long now, SegmentOutput out) {}

    @Override
    public long nextDeadline() {
        return Deadline.NONE;
    }
}
