package org.ouzel.sim.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.ouzel.sim.SimulationSettings;
import org.ouzel.sim.campaign.CampaignSettings.AtViolation;
import org.ouzel.sim.campaign.CampaignSettings.RealTime;
import org.ouzel.sim.campaign.CampaignSettings.Seeds;

/**
 * Runs one seed after the other, and several at a time. Each has a simulation of its own and shares nothing with the others; they are
 * handed out in their order, and each that is begun is completed. So the seeds that were run follow one another without a gap, also
 * where time or a violation ends the campaign.
 */
public final class Campaign {
    /** Seeds that wait for a job, for each job, so that none waits for a seed. */
    private static final int WAITING = 2;

    /** How long an examination may go on with shrinking. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final CampaignSettings settings;
    private final Function<SimulationSettings, SeedReport> scenario;
    private final Consumer<SeedReport> onSeed;
    private final LongSupplier clock;
    private final long begunNs;
    private long next;
    private CampaignReport report = CampaignReport.NONE;

    private Campaign(
            CampaignSettings settings,
            Function<SimulationSettings, SeedReport> scenario,
            Consumer<SeedReport> onSeed,
            LongSupplier clock) {
        this.settings = settings;
        this.scenario = scenario;
        this.onSeed = onSeed;
        this.clock = clock;
        this.begunNs = clock.getAsLong();
        this.next = settings.firstSeed();
    }

    /**
     * Runs a campaign.
     *
     * @param onSeed told of each seed that has been run, on the calling thread, in any order
     */
    public static CampaignReport run(CampaignSettings settings, Consumer<SeedReport> onSeed)
            throws InterruptedException {
        return run(settings, Scenario::run, onSeed, System::nanoTime);
    }

    /** Runs one seed as a campaign does: a scenario that fails by itself is a violation as any other. */
    public static SeedReport replay(SimulationSettings settings) {
        return reported(settings, Scenario::run);
    }

    /**
     * Finds out about a seed in which something did not hold, in at most {@value Examination#MOST_RUNS} runs and 20 seconds.
     *
     * @param violating what came of it
     * @param captures the folder in which the last run is to be captured
     */
    public static Examination examine(SeedReport violating, Optional<Path> captures) {
        long begunNs = System.nanoTime();
        return Examination.of(
                violating,
                captures,
                Scenario::run,
                runs -> runs >= Examination.MOST_RUNS || System.nanoTime() - begunNs > LONGEST.toNanos());
    }

    static CampaignReport run(
            CampaignSettings settings,
            Function<SimulationSettings, SeedReport> scenario,
            Consumer<SeedReport> onSeed,
            LongSupplier clock)
            throws InterruptedException {
        ExecutorService jobs = Executors.newFixedThreadPool(
                settings.jobs(),
                Thread.ofPlatform().name("campaign-", 0).daemon().factory());
        try {
            return new Campaign(settings, scenario, onSeed, clock).run(new ExecutorCompletionService<>(jobs));
        } finally {
            jobs.shutdownNow();
        }
    }

    private CampaignReport run(CompletionService<SeedReport> jobs) throws InterruptedException {
        int under = 0;
        while (true) {
            while (under < WAITING * settings.jobs() && goesOn()) {
                long seed = next++;
                jobs.submit(() -> reported(SimulationSettings.of(seed), scenario));
                under++;
            }
            if (under == 0) {
                return report;
            }
            SeedReport done = taken(jobs);
            under--;
            report = report.plus(CampaignReport.of(done));
            onSeed.accept(done);
        }
    }

    /** Whether there is another seed to run; then it is the next. */
    private boolean goesOn() {
        if (settings.atViolation() == AtViolation.STOP && !report.isGood()) {
            return false;
        }
        while (isWithin() && !settings.shard().has(next)) {
            next++;
        }
        return isWithin();
    }

    private boolean isWithin() {
        return switch (settings.length()) {
            case Seeds(long count) -> next < settings.firstSeed() + count;
            case RealTime(Duration time) -> clock.getAsLong() - begunNs < time.toNanos();
        };
    }

    private static SeedReport taken(CompletionService<SeedReport> jobs) throws InterruptedException {
        try {
            return jobs.take().get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a job ended that should not", failed);
        }
    }

    /** What comes of a seed. A scenario that fails by itself is a violation as any other, and the campaign goes on. */
    static SeedReport reported(SimulationSettings settings, Function<SimulationSettings, SeedReport> scenario) {
        try {
            return scenario.apply(settings);
        } catch (RuntimeException | Error failure) {
            return new SeedReport(
                    settings.seed(),
                    "failed by itself",
                    List.of(new Violation(Property.SOUNDNESS, "the scenario failed: " + text(failure), Duration.ZERO)),
                    Figures.NONE,
                    "",
                    List.of(),
                    List.of());
        }
    }

    private static String text(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
