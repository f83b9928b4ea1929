package org.ouzel.drill.run;

import java.time.Duration;

/** How much real time a script may take, whatever its own time is. It counts from when this is made. */
public final class TimeLimit {
    private final long wholeNs;
    private final long begunNs = System.nanoTime();

    /** So much from now on. */
    public TimeLimit(Duration whole) {
        this.wholeNs = whole.toNanos();
    }

    /** What is left of it; not more than 0 if it is over. */
    public long leftNs() {
        return wholeNs - (System.nanoTime() - begunNs);
    }

    /** Throws if it is over. */
    public void check() throws TimeIsUp {
        if (leftNs() <= 0) {
            throw new TimeIsUp("the time limit of " + Times.of(wholeNs) + " s is over");
        }
    }
}
