package org.ouzel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.SimulationSettings;
import org.ouzel.sim.campaign.Campaign;
import org.ouzel.sim.campaign.CampaignReport;
import org.ouzel.sim.campaign.CampaignSettings;
import org.ouzel.sim.campaign.CampaignSettings.RealTime;
import org.ouzel.sim.campaign.CampaignSettings.Seeds;
import org.ouzel.sim.campaign.Examination;
import org.ouzel.sim.campaign.SeedReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ouzel sim}. */
@Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs a campaign of simulations: for each seed a network, its faults, what else goes wrong and what the"
                        + " programs do are drawn, and it is checked that nothing is lost. The same seed does the same everywhere.",
        footer = {
            "",
            "Figures of --json: seeds, violations (seeds in which something did not hold), faults (in all), faults_KIND (of each"
                    + " kind, such as faults_lost), bytes_verified, wraps (of sequence numbers past 2^32), connections, graceful"
                    + " (ends), packets, virtual_s, real_s. Beside them: digest, of all that happened, whatever the number of"
                    + " jobs.",
            "Exit status: 0 if everything held, 1 if not, 2 wrong usage."
        })
final class SimCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** One fault has many consequences; to find out about each would take longer than the campaign. */
    private static final int MOST_EXAMINED = 10;

    private static final String SHRUNK = "shrunk";

    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private SeedOptions seeds = new SeedOptions();

    @Option(
            names = "--captures",
            paramLabel = "DIR",
            description =
                    "Write what went over each cable to pcapng files: all of one --seed to DIR/seed-S, a violation with"
                            + " the hazards that matter alone to DIR/seed-S/shrunk.")
    private @Nullable Path captures;

    @Mixin
    private JsonOption json = new JsonOption();

    /**
     * The command.
     *
     * @param environment the environment variables
     */
    SimCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        OptionalLong one = seeds.one();
        CampaignSettings settings = seeds.settings(environment);
        return json.run(
                console,
                "sim",
                report -> one.isPresent() ? replay(one.getAsLong(), report) : campaign(settings, report));
    }

    // ---- One seed

    private boolean replay(long seed, Report report) throws IOException {
        long begunNs = System.nanoTime();
        SimulationSettings plain = SimulationSettings.of(seed);
        SeedReport done =
                Campaign.replay(captures(seed).map(plain::withCaptures).orElse(plain));
        CampaignReport all = CampaignReport.of(done);
        SimText text = new SimText(console.out());
        text.scenario(done);
        text.summary(all, Duration.ofNanos(System.nanoTime() - begunNs));
        captures(seed).ifPresent(folder -> console.out().println("captures in " + folder));
        if (!all.isGood()) {
            text.violation(examined(done));
        }
        SimFigures.put(report, all, Duration.ofNanos(System.nanoTime() - begunNs));
        return all.isGood();
    }

    private Optional<Path> captures(long seed) {
        return Optional.ofNullable(captures).map(folder -> folder.resolve("seed-" + seed));
    }

    private Examination examined(SeedReport violating) {
        return Campaign.examine(violating, captures(violating.seed()).map(folder -> folder.resolve(SHRUNK)));
    }

    // ---- Many

    private boolean campaign(CampaignSettings settings, Report report) throws IOException, InterruptedException {
        long begunNs = System.nanoTime();
        CampaignReport all = run(settings);
        Duration real = Duration.ofNanos(System.nanoTime() - begunNs);
        SimText text = new SimText(console.out());
        all.violating().stream().limit(MOST_EXAMINED).forEach(done -> text.violation(examined(done)));
        all.violating().stream().skip(MOST_EXAMINED).forEach(text::brief);
        text.summary(all, real);
        SimFigures.put(report, all, real);
        return all.isGood();
    }

    private CampaignReport run(CampaignSettings settings) throws InterruptedException {
        try (Progress progress =
                Progress.of(console, new Progress.Task("seeds", Progress.Unit.SEEDS, total(settings)), PATIENCE)) {
            return Campaign.run(settings, done -> {
                progress.advance(1);
                if (!done.violations().isEmpty()) {
                    console.err()
                            .println("seed " + done.seed() + " violates "
                                    + done.violations().getFirst());
                }
            });
        }
    }

    private static long total(CampaignSettings settings) {
        return switch (settings.length()) {
            case Seeds(long count) -> Math.ceilDiv(count, settings.shard().count());
            case RealTime time -> Progress.UNKNOWN;
        };
    }
}
