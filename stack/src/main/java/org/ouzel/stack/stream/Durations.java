package org.ouzel.stack.stream;

import java.time.Duration;
import org.ouzel.stack.around.Surroundings;

/** The API's durations as the surroundings' time. */
public final class Durations {
    private Durations() {}

    /** A duration in nanoseconds; one that is too long for that is for ever, a negative one is none. */
    public static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        try {
            return duration.toNanos();
        } catch (ArithmeticException tooLong) {
            return Long.MAX_VALUE;
        }
    }

    /** The time that is so much later; {@link Surroundings#NEVER} if that is beyond all time. */
    public static long after(long now, long durationNs) {
        long at = now + durationNs;
        return at < 0 ? Surroundings.NEVER : at;
    }
}
