package org.ouzel.sim.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.ouzel.sim.SimulationStuck;

class SimulatedTest {
    private static final byte[] PCAPNG = {0x0a, 0x0d, 0x0d, 0x0a};

    @TempDir
    Path folder;

    private static EngineExecutionResults run(Class<?> sample, Map<String, String> configuration) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(sample))
                .configurationParameters(configuration)
                .execute();
    }

    private static Events tests(Class<?> sample) {
        return run(sample, Map.of()).testEvents();
    }

    private static Throwable thrown(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    /** What the only failure of a sample says. */
    private static SimulatedTestFailure failure(Class<?> sample, Map<String, String> configuration) {
        Events failed = run(sample, configuration).testEvents().failed();
        assertThat(failed.list()).hasSize(1);
        return (SimulatedTestFailure) thrown(failed.list().getFirst());
    }

    private static SimulatedTestFailure failure(Class<?> sample) {
        return failure(sample, Map.of());
    }

    @Test
    void invokesTheMethodOnceForEachSeedAndRunsItsSimulation() {
        Samples.Passing.SEEN.clear();
        tests(Samples.Passing.class)
                .assertStatistics(statistics -> statistics.started(3).succeeded(3));
        assertThat(Samples.Passing.SEEN)
                .containsExactly(
                        "before seed 5",
                        "seed 5 is 5",
                        "after seed 5", //
                        "before seed 6",
                        "seed 6 is 6",
                        "after seed 6", //
                        "before seed 7",
                        "seed 7 is 7",
                        "after seed 7");
    }

    @Test
    void runsWhatHasNotRun() {
        Events tests = tests(Samples.RunsItself.class);
        tests.assertStatistics(statistics -> statistics.started(6).succeeded(4).failed(2));
        assertThat(tests.failed().list())
                .allSatisfy(event -> assertThat(thrown(event)).hasRootCauseMessage("late"));
    }

    @Test
    void tellsTheSeedTheCommandAndTheEventsOfAFailure() {
        tests(Samples.OneSeedFails.class)
                .assertStatistics(
                        statistics -> statistics.started(5).succeeded(4).failed(1));
        SimulatedTestFailure failure = failure(Samples.OneSeedFails.class);
        assertThat(failure.seed()).isEqualTo(3);
        assertThat(failure)
                .hasMessageStartingWith("seed 3 fails: ")
                .hasMessageContaining("\n  replay: mvn test -Dtest='" + Samples.OneSeedFails.class.getName()
                        + "#fails' -Douzel.seed=3\n")
                .hasMessageContaining("no hazards were planned")
                .hasMessageContaining("last events:\n    0.0")
                .hasMessageContaining("cable-0 → 0 enters: ")
                .hasMessageNotContaining("capture");
        assertThat(failure.getCause()).isInstanceOf(AssertionError.class).hasStackTraceContaining("Samples.java");
        assertThat(failure.getStackTrace()[0].getClassName()).doesNotStartWith("org.ouzel.sim.junit.Exam");
    }

    @Test
    void tellsTheCommandThatTheConfigurationSays() {
        Map<String, String> configuration = Map.of("ouzel.replay", "./gradlew test --tests {class}.{method} -P{seed}");
        assertThat(failure(Samples.OneSeedFails.class, configuration))
                .hasMessageContaining(
                        "replay: ./gradlew test --tests " + Samples.OneSeedFails.class.getName() + ".fails -P3\n");
    }

    @Test
    void takesTheSeedsOfTheAnnotationInPlaceOfItsOwn() {
        assertThat(tests(Samples.Chosen.class).succeeded().list())
                .extracting(event -> event.getTestDescriptor().getDisplayName())
                .containsExactly("seed 17", "seed -4");
    }

    @Test
    void takesTheSeedsOfTheConfigurationInPlaceOfAllOthers() {
        assertThat(run(Samples.Chosen.class, Map.of("ouzel.seed", "8, 9"))
                        .testEvents()
                        .succeeded()
                        .list())
                .extracting(event -> event.getTestDescriptor().getDisplayName())
                .containsExactly("seed 8", "seed 9");
    }

    @Test
    void takesASystemProperty() {
        System.setProperty("ouzel.seed", "3");
        try {
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(Samples.OneSeedFails.class))
                    .enableImplicitConfigurationParameters(true)
                    .execute()
                    .testEvents()
                    .assertStatistics(statistics -> statistics.started(1).failed(1));
        } finally {
            System.clearProperty("ouzel.seed");
        }
    }

    @Test
    void shrinksToTheGuiltyHazard() {
        Samples.OneGuiltyHazard.RUNS.set(0);
        SimulatedTestFailure failure = failure(Samples.OneGuiltyHazard.class);
        int shrinking = Samples.OneGuiltyHazard.RUNS.get() - 2;
        assertThat(failure)
                .hasMessageContaining("\n  hazards that matter: 1 of 10, found in " + shrinking + " runs\n"
                        + "    hazard 6: partition, from 0.106s for 1h30m\n  last events:\n")
                .hasMessageContaining("s hazard 6: partition\n")
                .hasMessageContaining("is gone: cut");
        assertThat(shrinking).isLessThan(12);
    }

    @Test
    void saysThatNoHazardMatters() {
        assertThat(failure(Samples.NoHazardMatters.class))
                .hasMessageContaining("hazards that matter: 0 of 1, found in 1 run\n")
                .hasRootCauseMessage("in the method itself");
    }

    @Test
    void saysThatShrinkingReachedItsBound() {
        assertThat(failure(Samples.ManyHazards.class))
                .hasMessageContaining("hazards that matter: 300 of 300, found in 200 runs; fewer may do: the bound of");
    }

    @Test
    void tellsOfAProgramThatIsStuck() {
        assertThat(failure(Samples.Stuck.class))
                .hasMessageContaining("process deaf waits")
                .cause()
                .isInstanceOf(SimulationStuck.class)
                .hasStackTraceContaining("awaitOpen");
    }

    @Test
    void saysThatATestDependsOnMoreThanItsSeed() {
        assertThat(failure(Samples.Forgetful.class))
                .hasMessageContaining("the test passed; so it depends on more than the seed")
                .hasMessageNotContaining("last events");
    }

    @Test
    void leavesAssumptionsAsTheyAre() {
        tests(Samples.Aborted.class)
                .assertStatistics(statistics -> statistics.aborted(1).failed(0));
    }

    @Test
    void capturesTheCablesOfAFailure() throws IOException {
        Map<String, String> configuration = Map.of("ouzel.captures", folder.toString());
        Path capture = folder.resolve("Samples$OneSeedFails.fails-seed-3/cable-0.pcapng");
        assertThat(failure(Samples.OneSeedFails.class, configuration)).hasMessageContaining("\n  capture: " + capture);
        assertThat(Files.readAllBytes(capture)).startsWith(PCAPNG).hasSizeGreaterThan(200);
        try (var failures = Files.list(folder)) {
            assertThat(failures).hasSize(1);
        }
    }

    @Test
    void capturesWhatPassesWithChosenSeeds() throws IOException {
        run(Samples.Chosen.class, Map.of("ouzel.captures", folder.toString()))
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(2));
        for (int seed : new int[] {17, -4}) {
            Path capture = folder.resolve("Samples$Chosen.passes-seed-" + seed + "/cable-0.pcapng");
            assertThat(Files.readAllBytes(capture)).startsWith(PCAPNG).hasSizeGreaterThan(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NoParameter, '#none is @Simulated and so has one parameter of type org.ouzel.sim.Simulation, not 0'",
        "TwoParameters, '#two is @Simulated and so has one parameter of type org.ouzel.sim.Simulation, not 2'",
        "NoSeeds, '#none is @Simulated with 0 seeds; it needs at least 1'"
    })
    void saysWhatIsWrongWithAMethod(String sample, String message) throws ClassNotFoundException {
        Class<?> type = Class.forName(Samples.class.getName() + "$" + sample);
        Events failed = run(type, Map.of()).containerEvents().failed();
        assertThat(failed.list()).hasSize(1);
        assertThat(thrown(failed.list().getFirst())).hasMessage(type.getName() + message);
    }

    @Test
    void saysWhatIsWrongWithAListOfSeeds() {
        Events failed = run(Samples.Chosen.class, Map.of("ouzel.seed", "1,x"))
                .containerEvents()
                .failed();
        assertThat(thrown(failed.list().getFirst()))
                .hasMessage("ouzel.seed takes seeds separated by commas, not \"x\"");
    }

    @Test
    void isLeftToJupiterWhereAMethodGivesSomething() {
        assertThat(EngineTestKit.engine("junit-jupiter")
                        .selectors(selectClass(Samples.GivesSomething.class))
                        .discover()
                        .getDiscoveryIssues())
                .singleElement()
                .extracting(issue -> issue.message())
                .asString()
                .contains("must not return a value");
    }

    @Test
    void givesSimulationsToTestMethodsAlone() {
        Events failed = tests(Samples.AsksTooEarly.class).failed();
        assertThat(thrown(failed.list().getFirst()))
                .hasMessageContaining("only a @Simulated method has a Simulation")
                .hasMessageContaining("before");
    }
}
