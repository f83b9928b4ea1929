package org.ouzel.sim.net;

import java.time.Duration;

/**
 * Partitions by chance: how long they last, and how long it is from the end of one to the next, are both distributed
 * exponentially.
 *
 * @param meanBetween how long a wire holds on average; zero for ever
 * @param meanLength how long it is cut on average
 */
public record Outages(Duration meanBetween, Duration meanLength) {
    /** There are none. */
    public static final Outages NONE = new Outages(Duration.ZERO, Duration.ZERO);

    /** Rejects durations that cannot be. */
    public Outages {
        Legal.duration("mean between outages", meanBetween);
        Legal.duration("mean length of outages", meanLength);
    }
}
