package org.ouzel.sim.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.ouzel.sim.Simulation;

/** What was found in one scenario. */
final class Verdict {
    /** One fault has many consequences; the first ones tell. */
    private static final int MOST = 20;

    private final Simulation simulation;
    private final List<Violation> violations = new ArrayList<>();

    Verdict(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Notes a violation unless the property holds. */
    boolean require(Property property, boolean holds, Supplier<String> detail) {
        if (!holds) {
            violated(property, detail.get());
        }
        return holds;
    }

    void violated(Property property, String detail) {
        if (violations.size() < MOST) {
            violations.add(new Violation(property, detail, now()));
            simulation.note("VIOLATION of " + property + ": " + detail);
        }
    }

    Duration now() {
        return simulation.now();
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }
}
