package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/** Where a connection is in its life: a phase for each set of data that it then has. */
sealed interface Phase permits Closed, Listener, SynSent, Connection, TimeWait {
    /** The state, in the RFC's words. */
    State state();

    /** A segment has come; returns the phase after it. */
    Phase onSegment(TcpSegment segment, EcnCodepoint ecn, long now);

    /** A deadline has passed; returns the phase after it. */
    Phase onTimer(long now);

    /** Gives out what is to be sent. */
    void poll(long now, SegmentOutput out);

    /** When {@link #onTimer} wants to be called, {@link Deadline#NONE} for never. */
    long nextDeadline();
}
