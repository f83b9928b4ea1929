package org.ouzel.drill;

import java.time.Duration;

/** By how much what happens may be earlier or later than it is written. */
public sealed interface Tolerance {
    /** As the target allows: {@link Exact} in virtual time, {@link Packetdrills} in real time. */
    record AsTarget() implements Tolerance {}

    /** By less than the microsecond that a script can write. */
    record Exact() implements Tolerance {}

    /** As the original does it: by 4 ms, or an eighth of the time since the event before, or as the script's options say. */
    record Packetdrills() implements Tolerance {}

    /**
     * By so much.
     *
     * @param time how much
     */
    record Within(Duration time) implements Tolerance {
        /** Refuses what is negative. */
        public Within {
            if (time.isNegative()) {
                throw new IllegalArgumentException("a tolerance is not negative: " + time);
            }
        }
    }
}
