package org.ouzel.sim;

/** How often a task runs. */
sealed interface Recurrence {
    /** A single time. */
    record Once() implements Recurrence {}

    /** Each time so much after the run before was due. */
    record AtRate(long periodNs) implements Recurrence {
        public AtRate {
            requirePositive(periodNs, "period");
        }
    }

    /** Each time so much after the run before has ended. */
    record WithDelay(long delayNs) implements Recurrence {
        public WithDelay {
            requirePositive(delayNs, "delay");
        }
    }

    private static void requirePositive(long timeNs, String what) {
        if (timeNs <= 0) {
            throw new IllegalArgumentException("a " + what + " of " + timeNs + " ns");
        }
    }
}
