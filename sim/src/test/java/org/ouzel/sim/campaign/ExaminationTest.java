package org.ouzel.sim.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.sim.Shrinker.Extent;
import org.ouzel.sim.SimulationSettings;

class ExaminationTest {
    private static final List<String> HAZARDS = List.of("storm", "crash", "stall", "drift", "partition");

    private final List<SimulationSettings> runs = new ArrayList<>();

    /** Violates a property if the crash and the drift happen, and always another one. */
    private SeedReport run(SimulationSettings settings) {
        runs.add(settings);
        List<Violation> violations = new ArrayList<>();
        if (!settings.spared().contains(1) && !settings.spared().contains(3)) {
            violations.add(new Violation(Property.END, "early", Duration.ofSeconds(1)));
        }
        violations.add(new Violation(Property.WINDOW, "beyond", Duration.ofSeconds(2)));
        return report(settings, violations);
    }

    private static SeedReport report(SimulationSettings settings, List<Violation> violations) {
        List<String> events = settings.logged() > 0 ? List.of("the last event") : List.of();
        return new SeedReport(settings.seed(), "made up", violations, Figures.NONE, "", HAZARDS, events);
    }

    private Examination examined(SeedReport violating) {
        return Examination.of(violating, Optional.empty(), this::run, tried -> false);
    }

    @Test
    void keepsTheHazardsWithWhichTheSamePropertyIsViolated() {
        Examination examination = examined(run(SimulationSettings.of(7)));
        assertThat(examination.kept().items()).containsExactly(1, 3);
        assertThat(examination.kept().extent()).isEqualTo(Extent.MINIMAL);
        assertThat(examination.hazards()).containsExactly("1: crash", "3: drift");
        assertThat(examination.isRepeated()).isTrue();
        assertThat(examination.last().lastEvents()).containsExactly("the last event");
        assertThat(runs).allMatch(settings -> settings.seed() == 7);
        assertThat(runs.getLast().spared()).isEqualTo(Set.of(0, 2, 4));
        assertThat(runs.getLast().logged()).isEqualTo(40);
    }

    @Test
    void keepsNoneWhereNoneMatters() {
        SimulationSettings settings = SimulationSettings.of(7);
        Examination examination =
                examined(report(settings, List.of(new Violation(Property.WINDOW, "beyond", Duration.ofSeconds(2)))));
        assertThat(examination.hazards()).isEmpty();
        assertThat(examination.isRepeated()).isTrue();
        assertThat(runs).hasSize(2);
    }

    @Test
    void tellsThatItCouldNotRepeatIt() {
        SimulationSettings settings = SimulationSettings.of(7);
        Examination examination =
                examined(report(settings, List.of(new Violation(Property.CLOSE, "once", Duration.ofSeconds(2)))));
        assertThat(examination.isRepeated()).isFalse();
        assertThat(examination.kept().items()).hasSize(5);
    }

    @Test
    void endsWhenItIsEnough() {
        Examination examination =
                Examination.of(run(SimulationSettings.of(7)), Optional.empty(), this::run, tried -> tried == 2);
        assertThat(examination.kept().extent()).isEqualTo(Extent.CUT_SHORT);
        assertThat(examination.isRepeated()).isTrue();
        assertThat(runs).hasSize(1 + 2 + 1);
    }

    @Test
    void takesAScenarioThatFailsForUnsound() {
        SimulationSettings settings = SimulationSettings.of(7);
        SeedReport first =
                report(settings, List.of(new Violation(Property.SOUNDNESS, "failed", Duration.ofSeconds(2))));
        Examination examination = Examination.of(
                first,
                Optional.empty(),
                again -> {
                    throw new IllegalStateException("as before");
                },
                tried -> false);
        assertThat(examination.hazards()).isEmpty();
        assertThat(examination.isRepeated()).isTrue();
    }

    @Test
    void capturesTheLastRun(@TempDir Path folder) throws Exception {
        SeedReport real = Scenario.run(SimulationSettings.of(1));
        SeedReport violating = new SeedReport(
                real.seed(),
                real.scenario(),
                List.of(new Violation(Property.PREFIX, "made up", Duration.ZERO)),
                real.figures(),
                real.digest(),
                real.hazards(),
                List.of());
        Examination examination = Examination.of(violating, Optional.of(folder), Scenario::run, tried -> true);
        assertThat(examination.last().digest()).isEqualTo(real.digest());
        assertThat(examination.last().lastEvents()).hasSize(40);
        assertThat(Files.size(folder.resolve("cable-0.pcapng"))).isPositive();
    }
}
