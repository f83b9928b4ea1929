package org.ouzel.sim.campaign;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.ouzel.sim.Shrinker;
import org.ouzel.sim.Shrinker.Shrunk;
import org.ouzel.sim.SimulationSettings;

/**
 * What was found out about a violation by running its seed again with fewer and fewer hazards.
 *
 * @param first what came of the seed with all its hazards
 * @param kept the numbers of those with which alone the same property is still violated
 * @param last what came of the seed with these alone, with its last events
 * @param captures the folder in which that was captured, if it was
 */
public record Examination(SeedReport first, Shrunk<Integer> kept, SeedReport last, Optional<Path> captures) {
    /** How many runs shrinking may take. */
    public static final int MOST_RUNS = 200;

    private static final int EVENTS = 40;

    /**
     * Examines a seed.
     *
     * @param violating what came of it; there must be a violation
     * @param captures the folder in which the last run is to be captured
     * @param scenario runs a seed
     * @param enough given the number of runs: whether to leave it at that
     */
    static Examination of(
            SeedReport violating,
            Optional<Path> captures,
            Function<SimulationSettings, SeedReport> scenario,
            IntPredicate enough) {
        Property property = violating.violations().getFirst().property();
        SimulationSettings plain = SimulationSettings.of(violating.seed());
        int count = violating.hazards().size();
        Shrunk<Integer> kept = Shrinker.shrink(
                IntStream.range(0, count).boxed().toList(),
                some -> violates(Campaign.reported(plain.keeping(some, count), scenario), property),
                enough);
        SimulationSettings least = plain.keeping(kept.items(), count).withLog(EVENTS);
        SeedReport last = Campaign.reported(captures.map(least::withCaptures).orElse(least), scenario);
        return new Examination(violating, kept, last, captures);
    }

    /** Whether the last run came to the same property's violation; one that does not depends on more than the seed. */
    public boolean isRepeated() {
        return violates(last, first.violations().getFirst().property());
    }

    /** The hazards that matter, each with its number. */
    public List<String> hazards() {
        return kept.items().stream()
                .map(number -> number + ": " + first.hazards().get(number))
                .toList();
    }

    private static boolean violates(SeedReport report, Property property) {
        return report.violations().stream().anyMatch(violation -> violation.property() == property);
    }
}
