package org.ouzel.sim.junit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.ouzel.sim.Hazard;
import org.ouzel.sim.Shrinker;
import org.ouzel.sim.Shrinker.Shrunk;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.SimulationSettings;

/**
 * Finds out about a failure by running the test again.
 *
 * @param method the test
 * @param runner runs it with a new simulation
 */
record Examination(SimulatedMethod method, Function<SimulationSettings, Replay> runner) {
    /** How many runs shrinking may take. */
    static final int MOST_RUNS = 200;

    /** How long shrinking may take in real time, in seconds. */
    static final int MOST_S = 20;

    private static final int EVENTS = 40;

    /** A run that is over. */
    record Replay(Simulation simulation, Optional<Throwable> failure) {
        /** Whether it failed as another one did. */
        boolean failsLike(Throwable other) {
            return failure.filter(own -> own.getClass().equals(other.getClass()))
                    .isPresent();
        }
    }

    /** What is to be told of a failure. */
    SimulatedTestFailure of(Simulation failed, Throwable failure) {
        SimulationSettings plain = SimulationSettings.of(failed.seed());
        List<Hazard> hazards = failed.hazards();
        Shrunk<Integer> shrunk = Shrinker.shrink(
                IntStream.range(0, hazards.size()).boxed().toList(),
                kept -> runner.apply(plain.keeping(kept, hazards.size())).failsLike(failure),
                enough());
        Optional<Path> captures = method.capturesOfFailure(failed.seed());
        SimulationSettings logged =
                plain.keeping(shrunk.items(), hazards.size()).withLog(EVENTS);
        Replay last = runner.apply(captures.map(logged::withCaptures).orElse(logged));
        Report report = new Report(failure, hazards, shrunk, last, captures);
        return new SimulatedTestFailure(
                failed.seed(), report.text(failed.seed(), method.replayCommand(failed.seed())), failure);
    }

    /** An interrupt is the end of a test's time: that should not go into shrinking. */
    private static IntPredicate enough() {
        long begunNs = System.nanoTime();
        return runs -> runs >= MOST_RUNS
                || System.nanoTime() - begunNs > MOST_S * 1_000_000_000L
                || Thread.currentThread().isInterrupted();
    }
}
