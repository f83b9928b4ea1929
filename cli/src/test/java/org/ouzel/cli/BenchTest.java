package org.ouzel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.bench.tun.Plan;
import org.ouzel.cli.BenchSuite.Figure;

/** What {@code ouzel bench} measures and tells; not how fast anything is. */
class BenchTest {
    @Test
    void measuresEachFigureOfASuite() throws Exception {
        TestConsole console = new TestConsole();

        assertThat(console.run("bench", "sim", "--quick", "--json"))
                .as(console.err())
                .isEqualTo(ExitStatus.OK);

        Map<String, Object> told = JSON.std.mapFrom(console.lastLine());
        assertThat(told).containsEntry("command", "bench").containsEntry("ok", true);
        assertThat((Map<?, ?>) told.get("figures")).hasSize(3).allSatisfy((name, value) -> {
            assertThat((String) name).startsWith("sim.");
            assertThat(((Number) value).doubleValue()).isPositive();
            assertThat(console.out()).contains(name + " ");
        });
        assertThat(console.err()).isEmpty();
    }

    @Test
    void measuresConnectionsOnWhichNobodySpeaks() throws Exception {
        TestConsole console = new TestConsole();

        assertThat(console.run("bench", "idle", "--quick", "--connections", "2000", "--json"))
                .as(console.err())
                .isEqualTo(ExitStatus.OK);

        Map<?, ?> figures = (Map<?, ?>) JSON.std.mapFrom(console.lastLine()).get("figures");
        assertThat(figures)
                .extracting(Map::keySet)
                .isEqualTo(
                        new IdleSuite(null).figures().stream().map(Figure::name).collect(Collectors.toSet()));
        assertThat(console.lastLine()).containsPattern("\"idle.connections.count\":2000\\D");
        assertThat(figures).allSatisfy((name, value) -> assertThat(((Number) value).doubleValue())
                .as((String) name)
                .isNotNegative());
        assertThat(console.out()).contains("2,000 connections", "; alone ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "1000001"})
    void refusesNumbersOfConnectionsThatItCannotHave(String connections) {
        TestConsole console = new TestConsole();

        assertThat(console.run("bench", "idle", "--quick", "--connections", connections))
                .isEqualTo(ExitStatus.USAGE);

        assertThat(console.err()).contains("--connections is out of range: " + connections);
    }

    /** Figures, or why there are none: not every kernel can be measured. */
    @Test
    void measuresTheKernelEngineBesideItsPeersWhereThatCanBe() throws Exception {
        TestConsole console = new TestConsole();

        int status = console.run("bench", "kernel", "--quick", "--json");

        Map<?, ?> figures = (Map<?, ?>) JSON.std.mapFrom(console.lastLine()).get("figures");
        if (status == ExitStatus.OK) {
            assertThat(figures)
                    .extracting(Map::keySet)
                    .isEqualTo(new KernelSuite()
                            .figures().stream().map(Figure::name).collect(Collectors.toSet()));
            assertThat(console.out()).contains("platform threads", "virtual threads", "java.nio", "Netty");
        } else {
            assertThat(figures).isEmpty();
            assertThat(console.err()).contains("kernel: cannot run here: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sim tun latency connections memory idle wan kernel"})
    void listsWhatItMeasuresAndMeasuresNothing(String suite) {
        TestConsole console = new TestConsole();

        assertThat(console.run(("bench --list --json " + suite).strip().split(" +")))
                .isEqualTo(ExitStatus.OK);

        assertThat(List.of(
                        new SimulatorSuite(),
                        new TunSuite(Plan.TUN, false),
                        new TunSuite(Plan.LATENCY, false),
                        new TunSuite(Plan.CONNECTIONS, false),
                        new TunSuite(Plan.MEMORY, false),
                        new IdleSuite(null),
                        new WanSuite(new WanOptions()),
                        new KernelSuite()))
                .allSatisfy((BenchSuite each) -> assertThat(each.figures())
                        .allSatisfy((Figure figure) ->
                                assertThat(console.out()).contains(figure.name(), figure.meaning())));
        assertThat(console.lastLine()).isEqualTo("{\"command\":\"bench\",\"ok\":true,\"figures\":{}}");
    }
}
