package org.ouzel.bench.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Medians, and medians of ratios. */
class KernelResultsTest {
    private final List<Sample> samples = new ArrayList<>();

    private void streaming(Contender contender, double... rounds) {
        for (int round = 0; round < rounds.length; round++) {
            Entry entry = Entry.beside(Workload.STREAMING, contender, ThreadKind.PLATFORM);
            samples.add(new Sample(
                    round, entry, Map.of(Measure.THROUGHPUT, rounds[round], Measure.ALLOCATION, 10 * rounds[round])));
        }
    }

    @Test
    void givesMediansAndTheMediansOfTheRatiosOfEachRound() {
        streaming(Contender.OUZEL, 8, 2, 3);
        streaming(Contender.NIO, 4, 10, 2);
        streaming(Contender.NETTY, 1, 1, 1);

        // Of each round 2, 0.2 and 1.5; a ratio of the medians would be 0.75.
        assertThat(new KernelResults(samples).figures())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "kernel.streaming.gb_per_s", 3.0,
                        "kernel.streaming.of_nio", 1.5,
                        "kernel.streaming.of_netty", 3.0,
                        "kernel.streaming.bytes_per_op", 30.0));
    }

    @Test
    void comparesOnlyWhatWasMeasuredInOneRound() {
        streaming(Contender.OUZEL, 8, 2, 3);
        streaming(Contender.NIO, 4, 4);

        assertThat(new KernelResults(samples).figures().get("kernel.streaming.of_nio"))
                .isEqualTo(1.25, within(1e-9));
        assertThat(new KernelResults(samples).figures()).doesNotContainKey("kernel.streaming.of_netty");
    }

    @Test
    void tellsWhatEachFigureMeansAndWhichWayIsBetter() {
        for (Workload workload : Workload.values()) {
            for (Entry entry : Entry.of(workload)) {
                Map<Measure, Double> values = new java.util.EnumMap<>(Measure.class);
                Measure.of(workload).forEach(measure -> values.put(measure, 1.0));
                samples.add(new Sample(0, entry, values));
            }
        }

        assertThat(KernelResults.meanings().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        new KernelResults(samples).figures().keySet())
                .contains(
                        "kernel.pingpong.p50.us",
                        "kernel.pingpong.p99.of_nio",
                        "kernel.pingpong.virtual.p50.of_netty",
                        "kernel.pingpong.bytes_per_op",
                        "kernel.streaming.virtual.gb_per_s",
                        "kernel.connections.per_s");
        assertThat(KernelResults.meanings().get("kernel.pingpong.p50.of_nio")).endsWith("less is better");
        assertThat(KernelResults.meanings().get("kernel.streaming.of_nio")).endsWith("more is better");
    }
}
