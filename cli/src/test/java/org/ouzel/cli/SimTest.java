package org.ouzel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.sim.Shrinker.Extent;
import org.ouzel.sim.Shrinker.Shrunk;
import org.ouzel.sim.campaign.CampaignReport;
import org.ouzel.sim.campaign.Examination;
import org.ouzel.sim.campaign.Figures;
import org.ouzel.sim.campaign.Property;
import org.ouzel.sim.campaign.SeedReport;
import org.ouzel.sim.campaign.Violation;
import picocli.CommandLine;

/** Campaigns of a few seeds, and what is said of violations. */
class SimTest {
    @Test
    void showsFiguresAndTellsThatEverythingHeld() throws Exception {
        TestConsole console = new TestConsole();

        int status = console.run("sim", "--seeds", "6", "--jobs", "2", "--json");

        assertThat(status).as(console.out() + console.err()).isEqualTo(ExitStatus.OK);
        assertThat(console.out())
                .contains(
                        "faults by kind", "  lost ", "bytes verified", "wraps crossed", "connections", "graceful ends")
                .contains("virtual time", "speed", "digest", "Everything held.");
        Map<String, Object> object = JSON.std.mapFrom(console.lastLine());
        assertThat(object).containsEntry("command", "sim").containsEntry("ok", true);
        assertThat(console.out()).containsPattern("digest +" + object.get("digest"));
        assertThat(object.get("figures"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("seeds", 6)
                .containsEntry("violations", 0)
                .containsKeys("faults", "bytes_verified", "wraps", "connections", "graceful", "packets", "virtual_s")
                .containsKeys("real_s", "faults_lost", "faults_refused_by_devices");
    }

    @Test
    void runsTheShardThatTheEnvironmentNames() {
        assertThat(seedsOf(Map.of(SeedOptions.INDEX, "1"), "--seeds", "10", "--shards", "4"))
                .isEqualTo(3);
        assertThat(seedsOf(Map.of(SeedOptions.INDEX, "1"), "--seeds", "2")).isEqualTo(2);
        assertThat(seedsOf(Map.of(), "--seeds", "10", "--shard", "3/4")).isEqualTo(2);
    }

    private static Object seedsOf(Map<String, String> environment, String... arguments) {
        TestConsole console = new TestConsole();
        CommandLine line = new CommandLine(new SimCommand(console.console(), environment));
        assertThat(line.execute(arguments)).as(console.out() + console.err()).isEqualTo(ExitStatus.OK);
        return console.out()
                .lines()
                .filter(row -> row.startsWith("seeds "))
                .map(row -> Integer.parseInt(row.substring("seeds ".length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void runsForATime() {
        TestConsole console = new TestConsole();

        int status = console.run("sim", "--minutes", "0.0001", "--jobs", "1");

        assertThat(status).as(console.out() + console.err()).isEqualTo(ExitStatus.OK);
        assertThat(console.out()).contains("Everything held.");
    }

    @Test
    void tellsAllOfOneSeedAndCapturesIt(@TempDir Path folder) throws Exception {
        TestConsole console = new TestConsole();

        int status = console.run("sim", "--seed", "2", "--captures", folder.toString());

        assertThat(status).as(console.out() + console.err()).isEqualTo(ExitStatus.OK);
        assertThat(console.out())
                .startsWith("seed 2: ")
                .contains("connections, fair after", "digest", "Everything held.", "captures in " + folder);
        assertThat(Files.size(folder.resolve("seed-2").resolve("cable-0.pcapng")))
                .isPositive();
    }

    // ---- Violations, of which the seeds above have none

    private static final SeedReport VIOLATING = report(List.of());

    private static SeedReport report(List<String> events) {
        return new SeedReport(
                7,
                "IPv4 direct, 1 connections",
                List.of(new Violation(Property.PREFIX, "a byte changed", Duration.ofSeconds(3))),
                new Figures(Map.of("lost", 1234L), 1, 2, 3, 4, 5, 90_061_000_000_000L),
                "0123",
                List.of("partition from 1 s", "crash of server from 2 s"),
                events);
    }

    private static String said(Consumer<SimText> what) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        what.accept(new SimText(new PrintStream(out, true, StandardCharsets.UTF_8)));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tellsWhatMatters() {
        Examination examination = new Examination(
                VIOLATING,
                new Shrunk<>(List.of(1), 5, Extent.MINIMAL),
                report(List.of("3.0 s the last event")),
                Optional.of(Path.of("captures", "seed-7")));
        assertThat(said(text -> text.violation(examination)).lines())
                .containsExactly(
                        "seed 7: IPv4 direct, 1 connections",
                        "  VIOLATION of PREFIX after PT3S: a byte changed",
                        "  hazards that matter: 1 of 2, found in 5 runs",
                        "    hazard 1: crash of server from 2 s",
                        "  last events, with these alone:",
                        "    3.0 s the last event",
                        "  captures in " + Path.of("captures", "seed-7"),
                        "  replay: ./ouzel sim --seed 7",
                        "");
    }

    @Test
    void tellsThatShrinkingWasCutShortAndThatNothingWasRepeated() {
        SeedReport good = new SeedReport(7, "", List.of(), Figures.NONE, "", List.of(), List.of());
        Examination examination =
                new Examination(VIOLATING, new Shrunk<>(List.of(0, 1), 1, Extent.CUT_SHORT), good, Optional.empty());
        assertThat(said(text -> text.violation(examination)))
                .contains("2 of 2, found in 1 run; fewer may do", "it depends on more than the seed")
                .doesNotContain("last events");
    }

    @Test
    void sumsUpWithTheNumberOfSeedsThatViolate() {
        CampaignReport all = CampaignReport.of(VIOLATING);
        assertThat(said(text -> text.summary(all, Duration.ofSeconds(2))))
                .contains("1,234", "1 days 01:01:01", "2.0 s, 0.5 seeds/s, 45,031 s of virtual time in each")
                .contains("VIOLATED in 1 of 1 seeds.");
        assertThat(said(text -> text.brief(VIOLATING)))
                .contains("seed 7 violates PREFIX; replay: ./ouzel sim --seed 7");
    }
}
