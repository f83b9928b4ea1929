package org.ouzel.checks.planted;

import java.util.Optional;
import org.ouzel.sim.SimulationSettings;
import org.ouzel.sim.campaign.Property;
import org.ouzel.sim.campaign.Scenario;
import org.ouzel.sim.campaign.SeedReport;
import org.ouzel.sim.campaign.Violation;

/**
 * A program that runs the campaign's seeds from 1 on until something does not hold. It says which seed it has come to, and in
 * the last line what it has found.
 */
final class FirstViolation {
    static final String SEED = "seed ";
    static final String FOUND = "found ";
    static final String NOTHING = "nothing found";

    private FirstViolation() {}

    /**
     * Runs.
     *
     * @param arguments the last seed
     */
    public static void main(String[] arguments) {
        long last = Long.parseLong(arguments[0]);
        for (long seed = 1; seed <= last; seed++) {
            System.out.println(SEED + seed);
            Optional<String> found = found(seed);
            if (found.isPresent()) {
                System.out.println(FOUND + found.get().replace('\n', ' '));
                return;
            }
        }
        System.out.println(NOTHING);
    }

    private static Optional<String> found(long seed) {
        try {
            SeedReport report = Scenario.run(SimulationSettings.of(seed));
            return report.violations().stream().findFirst().map(FirstViolation::words);
        } catch (RuntimeException | AssertionError crash) {
            return Optional.of(Property.SOUNDNESS + " the simulation crashed: " + crash);
        }
    }

    private static String words(Violation violation) {
        return violation.property() + " " + violation.detail();
    }
}
