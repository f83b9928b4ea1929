package org.ouzel.sim.net;

import java.time.Duration;

/** Rejects settings that cannot be. */
final class Legal {
    /** Long enough for anything between hosts, and short enough that sums of many do not overflow. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private Legal() {}

    static void probability(String name, double value) {
        // Written so that NaN is refused.
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is no probability: " + value);
        }
    }

    static void duration(String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " out of range: " + value);
        }
    }

    static void positive(String name, Duration value) {
        duration(name, value);
        if (value.isZero()) {
            throw new IllegalArgumentException(name + " is zero");
        }
    }
}
