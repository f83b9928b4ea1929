package org.ouzel.bench.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.bench.blocking.Measure;

/** Figures by their names. */
class ResultsTest {
    private static Results all(Plan plan, List<Contender> peers) {
        Results results = new Results(plan, peers);
        for (Entry entry : plan.entries(peers)) {
            Map<Measure, Double> values = new EnumMap<>(Measure.class);
            for (Measure measure : Measure.values()) {
                values.put(measure, 1.0);
            }
            results.add(0, entry, values);
        }
        return results;
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatEachFigureMeans(Plan plan) {
        assertThat(plan.meanings().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        all(plan, Contender.peers()).figures().keySet());
    }

    @Test
    void namesFiguresByCaseAndMeasure() {
        assertThat(Plan.TUN.meanings())
                .containsKeys("tun.plain.in.gbps", "tun.plain.in.of_ceiling", "tun.plain.out.of_lwip");
        assertThat(Plan.LATENCY.meanings())
                .containsKeys(
                        "latency.tun.p50.of_veth",
                        "latency.tun.p99.veth_us",
                        "latency.memory.p50.us",
                        "latency.memory.p50.one_core_us");
        assertThat(Plan.CONNECTIONS.meanings())
                .containsKeys(
                        "connections.tun.c16.of_veth",
                        "connections.called.c16.of_veth",
                        "connections.polling.c1.of_veth",
                        "connections.memory.c1.per_s");
        assertThat(Plan.LATENCY.meanings().get("latency.tun.p50.of_veth")).endsWith("less is better");
        assertThat(Plan.TUN.meanings().get("tun.plain.in.of_lwip")).endsWith("more is better");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void leavesOutPeersThatWereNotMeasured(Plan plan) {
        assertThat(all(plan, List.of(Contender.LWIP)).figures().keySet())
                .noneMatch(name -> name.contains("gvisor"))
                .anyMatch(name -> name.endsWith("of_lwip"));
    }

    @Test
    void comparesEachRoundForItself() {
        Results results = new Results(Plan.TUN, List.of());
        Case plain = results.cases().getFirst();
        Entry ceiling = plain.beside().getFirst();
        double[] ouzels = {8, 2, 3};
        double[] ceilings = {4, 10, 2};
        for (int round = 0; round < ouzels.length; round++) {
            results.add(round, plain.ouzel(), Map.of(Measure.IN, ouzels[round]));
            results.add(round, ceiling, Map.of(Measure.IN, ceilings[round]));
        }

        assertThat(results.figures())
                .isEqualTo(Map.of(
                        "tun.plain.in.gbps", 3.0, "tun.plain.in.ceiling_gbps", 4.0, "tun.plain.in.of_ceiling", 1.5));
        assertThat(results.least(ceiling, Measure.IN)).hasValue(2);
        assertThat(results.most(ceiling, Measure.IN)).hasValue(10);
    }

    @Test
    void measuresNobodyTwice() {
        List<Entry> entries = Plan.LATENCY.entries(Contender.peers());

        assertThat(entries).doesNotHaveDuplicates();
        assertThat(entries.stream().map(Entry::contender).collect(Collectors.toSet()))
                .isEqualTo(Set.of(
                        Contender.OUZEL,
                        Contender.CALLED,
                        Contender.POLLING,
                        Contender.MEMORY,
                        Contender.ONE_CORE,
                        Contender.VETH,
                        Contender.VETH_EVENTS,
                        Contender.LWIP,
                        Contender.GVISOR));
    }
}
