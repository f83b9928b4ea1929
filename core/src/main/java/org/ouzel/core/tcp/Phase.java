package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/** Where a connection is in its life: a phase for each set of data that it then has. */
abstract sealed class Phase permits Closed, Listener, SynSent, Connection, TimeWait {
    /** The state, in the RFC's words. */
    abstract State state();

    /** A segment has come; returns the phase after it. */
    abstract Phase onSegment(TcpSegment segment, EcnCodepoint ecn, long now);

    /** A deadline has passed; returns the phase after it. */
    abstract Phase onTimer(long now);

    /** Gives out what is to be sent. */
    abstract void poll(long now, SegmentOutput out);

    /** When {@link #onTimer} wants to be called, {@link Deadline#NONE} for never. */
    abstract long nextDeadline();
}
