package org.ouzel.sim.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.sim.SimulationSettings;

/** Seeds of the campaign, one at a time; the campaign itself runs many. */
class ScenarioTest {
    @Test
    void holdsOverManySeeds() {
        Figures all = Figures.NONE;
        for (long seed = 100_001; seed <= 100_200; seed++) {
            SeedReport report = Scenario.run(SimulationSettings.of(seed));
            assertThat(report.violations())
                    .as("seed %d, %s", seed, report.scenario())
                    .isEmpty();
            all = all.plus(report.figures());
        }
        // Where nothing is drawn, nothing is shown.
        assertThat(all.bytesVerified()).isGreaterThan(20_000_000);
        assertThat(all.wraps()).isGreaterThan(200);
        assertThat(all.graceful()).isGreaterThan(all.connections());
        assertThat(all.faults()).allSatisfy((kind, count) -> {
            if (!Set.of("marked", "too large").contains(kind)) {
                assertThat(count).as(kind).isPositive();
            }
        });
    }

    /** What the campaign has found in our TCP, at the first seed that shows it when the mending is undone. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the window of a retransmission that acknowledges more is not taken,                1",
        "what came out of order keeps its pages when the connection is reset,              13",
        "a clock set forward by weeks makes every segment an old one,                      61",
        "nobody wakes who waits for memory that was refused,                             1643"
    })
    void staysMended(String fault, long seed) {
        assertThat(Scenario.run(SimulationSettings.of(seed)).violations())
                .as(fault)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void isTheSameForTheSameSeed(long seed) {
        SeedReport first = Scenario.run(SimulationSettings.of(seed));
        SeedReport again = Scenario.run(SimulationSettings.of(seed).withLog(10));
        assertThat(again.digest()).isEqualTo(first.digest());
        assertThat(again.figures()).isEqualTo(first.figures());
        assertThat(again.hazards()).isEqualTo(first.hazards());
        assertThat(again.lastEvents()).hasSize(10);
        assertThat(Scenario.run(SimulationSettings.of(seed + 1000)).digest()).isNotEqualTo(first.digest());
    }

    @Test
    void canBeRunWithoutItsHazards() {
        SeedReport all = Scenario.run(SimulationSettings.of(16));
        SeedReport none = Scenario.run(SimulationSettings.of(16)
                .sparing(Set.copyOf(
                        IntStream.range(0, all.hazards().size()).boxed().toList())));
        assertThat(all.hazards()).isNotEmpty().isEqualTo(none.hazards());
        assertThat(none.digest()).isNotEqualTo(all.digest());
        assertThat(none.violations()).isEmpty();
    }
}
