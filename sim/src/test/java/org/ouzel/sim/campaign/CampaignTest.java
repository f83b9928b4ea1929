package org.ouzel.sim.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.sim.SimulationSettings;

class CampaignTest {
    private final List<Long> told = new ArrayList<>();

    /** A scenario that takes no time, and whose seeds from some on violate. */
    private static Function<SimulationSettings, SeedReport> violatingFrom(long first) {
        return settings -> report(
                settings.seed(),
                settings.seed() < first
                        ? List.of()
                        : List.of(new Violation(Property.PREFIX, "not so", Duration.ofSeconds(1))));
    }

    static SeedReport report(long seed, List<Violation> violations) {
        Figures figures = new Figures(Map.of("lost", 2L), 100, 1, 3, 4, 50, 1_000_000_000);
        return new SeedReport(seed, "made up", violations, figures, "d" + seed, List.of(), List.of());
    }

    private CampaignReport run(CampaignSettings settings, Function<SimulationSettings, SeedReport> scenario)
            throws InterruptedException {
        return Campaign.run(settings, scenario, report -> told.add(report.seed()), () -> 0);
    }

    // ---- Real scenarios

    @Test
    void comesToTheSameInOneJobAndInThree() throws Exception {
        CampaignReport one = Campaign.run(CampaignSettings.of(1, 12), report -> {});
        CampaignReport three = Campaign.run(CampaignSettings.of(1, 12).withJobs(3), report -> {});
        assertThat(three).isEqualTo(one);
        assertThat(three.digest()).isEqualTo(one.digest()).hasSize(16);
        assertThat(one.seeds()).isEqualTo(12);
        assertThat(one.figures().bytesVerified()).isPositive();
    }

    @Test
    void comesToTheSameInShards() throws Exception {
        CampaignSettings settings = CampaignSettings.of(1, 9);
        CampaignReport parts = CampaignReport.NONE;
        for (int index = 0; index < 3; index++) {
            parts = parts.plus(Campaign.run(settings.withShard(new Shard(index, 3)), report -> {}));
        }
        assertThat(parts).isEqualTo(Campaign.run(settings, report -> {}));
    }

    // ---- Which seeds

    @Test
    void tellsOfEachSeedOnce() throws Exception {
        CampaignReport report = run(CampaignSettings.of(-3, 100).withJobs(4), violatingFrom(Long.MAX_VALUE));
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(-3, 97).boxed().toList());
        assertThat(report.figures())
                .isEqualTo(new Figures(Map.of("lost", 200L), 10_000, 100, 300, 400, 5_000, 100_000_000_000L));
        assertThat(report.isGood()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50})
    void givesEachSeedToOneShard(int count) throws Exception {
        for (int index = 0; index < count; index++) {
            run(CampaignSettings.of(-10, 30).withShard(new Shard(index, count)), violatingFrom(Long.MAX_VALUE));
        }
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(-10, 20).boxed().toList());
    }

    @Test
    void beginsNoSeedWhenTheTimeIsOver() throws Exception {
        AtomicLong now = new AtomicLong();
        CampaignReport report = Campaign.run(
                CampaignSettings.of(5, 1).lasting(Duration.ofNanos(40)),
                violatingFrom(Long.MAX_VALUE),
                done -> {
                    told.add(done.seed());
                    now.addAndGet(10);
                },
                now::get);
        // Two are begun at once, and one for each of the first three that are done.
        assertThat(told).containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(report.seeds()).isEqualTo(5);
    }

    @Test
    void reachesTheLastSeed() throws Exception {
        run(CampaignSettings.of(Long.MAX_VALUE - 2, 2), violatingFrom(Long.MAX_VALUE));
        assertThat(told).containsExactly(Long.MAX_VALUE - 2, Long.MAX_VALUE - 1);
        assertThatThrownBy(() -> CampaignSettings.of(Long.MAX_VALUE - 2, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---- Violations

    @Test
    void goesOnAfterAViolation() throws Exception {
        CampaignReport report = run(CampaignSettings.of(1, 20).withJobs(2), violatingFrom(11));
        assertThat(report.seeds()).isEqualTo(20);
        assertThat(report.isGood()).isFalse();
        assertThat(report.violating())
                .extracting(SeedReport::seed)
                .containsExactlyElementsOf(LongStream.range(11, 21).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void stopsAtTheFirstViolationAndHasRunAllBefore(int jobs) throws Exception {
        CampaignReport report =
                run(CampaignSettings.of(1, 1000).withJobs(jobs).stoppingAtViolation(), violatingFrom(101));
        assertThat(report.violating().getFirst().seed()).isEqualTo(101);
        assertThat(report.seeds()).isBetween(101L, 101L + 2L * jobs);
    }

    @Test
    void takesAScenarioThatFailsForAViolation() throws Exception {
        CampaignReport report = run(CampaignSettings.of(1, 3), settings -> {
            if (settings.seed() == 2) {
                throw new AssertionError("out of bounds");
            }
            return report(settings.seed(), List.of());
        });
        assertThat(report.seeds()).isEqualTo(3);
        SeedReport failed = report.violating().getFirst();
        assertThat(failed.seed()).isEqualTo(2);
        assertThat(failed.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.property()).isEqualTo(Property.SOUNDNESS);
            assertThat(violation.detail()).contains("out of bounds", "CampaignTest");
        });
    }

    // ---- The digest

    @Test
    void hasAnotherDigestForWhateverIsOtherwise() {
        SeedReport good = report(1, List.of());
        SeedReport bad = report(1, List.of(new Violation(Property.END, "early", Duration.ofSeconds(1))));
        SeedReport later = report(1, List.of(new Violation(Property.END, "early", Duration.ofSeconds(2))));
        SeedReport other = report(2, List.of());
        assertThat(List.of(good, bad, later, other))
                .extracting(report -> CampaignReport.of(report).digest())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 4", "4, 4", "0, -1"})
    void refusesShardsThatAreNone(int index, int count) {
        assertThatThrownBy(() -> new Shard(index, count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no shard");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> CampaignSettings.of(1, 0)).hasMessageContaining("number of seeds");
        assertThatThrownBy(() -> CampaignSettings.of(1, 1).withJobs(0)).hasMessageContaining("number of jobs");
        assertThatThrownBy(() -> CampaignSettings.of(1, 1).lasting(Duration.ZERO))
                .hasMessageContaining("time out of range");
    }
}
