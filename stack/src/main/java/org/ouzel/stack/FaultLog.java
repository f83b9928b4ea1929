package org.ouzel.stack;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Faults of ours, or of a link's, that came up while one packet, one timer or one owner was dealt with: counted, so that the
 * rest can go on, and logged once for each kind. Guarded by the shard's lock.
 */
final class FaultLog {
    private static final System.Logger LOG = System.getLogger("org.ouzel.stack");

    private final Set<Kind> logged = new HashSet<>();
    private long count;

    /** What is logged once: whatever place in the code it came from. */
    private record Kind(Class<?> of, String place) {}

    /** A step that may not keep others from theirs. */
    interface Step {
        void take();
    }

    /**
     * Takes a step. What it fails with is noted here and goes no further.
     *
     * @return whether it went well
     */
    boolean attempt(Step step) {
        try {
            step.take();
            return true;
        } catch (RuntimeException | AssertionError fault) {
            note(fault);
            return false;
        }
    }

    /** Notes what a step has failed with that was taken otherwise than by {@link #attempt}: where many are, one after the other. */
    void note(Throwable fault) {
        count++;
        String place = Arrays.stream(fault.getStackTrace())
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("");
        if (logged.add(new Kind(fault.getClass(), place))) {
            LOG.log(System.Logger.Level.ERROR, "A fault that was passed over; it is logged this once", fault);
        }
    }

    /** How many there were. */
    long count() {
        return count;
    }
}
