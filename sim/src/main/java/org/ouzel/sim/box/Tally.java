package org.ouzel.sim.box;

import java.util.EnumMap;
import java.util.Map;

/** How often each {@link Outcome} was. */
public final class Tally {
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

    Tally() {}

    void count(Outcome outcome) {
        counts.merge(outcome, 1L, Long::sum);
    }

    /** How often one was. */
    public long of(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** The counts of this moment; outcomes that never were are left out. */
    public Map<Outcome, Long> snapshot() {
        return new EnumMap<>(counts);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
