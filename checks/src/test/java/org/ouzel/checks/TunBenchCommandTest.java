package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ouzel.os.interop.Interop;

/** Ouzel against the kernel over TUN, beside all others: that it is measured, not how fast it is. */
class TunBenchCommandTest {
    /** What a run has told, and what it has said beside. */
    private record Run(Map<String, Object> report, String said) {
        private static Run of(String... arguments) throws IOException {
            List<String> command =
                    Stream.concat(Stream.of("bench"), Stream.of(arguments)).toList();
            Process process = new ProcessBuilder(OuzelCommand.line(command))
                    .redirectErrorStream(true)
                    .start();
            List<String> said = process.inputReader().readAllLines();
            return new Run(JSON.std.mapFrom(said.getLast()), String.join("\n", said));
        }

        private Set<String> figures() {
            Map<?, ?> figures = (Map<?, ?>) report.get("figures");
            assertThat(figures).allSatisfy((name, value) -> assertThat(((Number) value).doubleValue())
                    .as((String) name)
                    .isPositive());
            return figures.keySet().stream().map(String.class::cast).collect(Collectors.toSet());
        }
    }

    @Test
    void measuresThroughputBelowTheCeiling() throws IOException {
        Interop.require();

        Run run = Run.of("tun", "--quick", "--json");

        assertThat(run.report()).as(run.said()).containsEntry("ok", true);
        assertThat(run.figures())
                .isEqualTo(Stream.of("plain.in", "plain.out", "offload.in", "offload.out")
                        .flatMap(way -> Stream.of("gbps", "ceiling_gbps", "of_ceiling", "copying_gbps", "of_copying")
                                .map(figure -> "tun." + way + "." + figure))
                        .collect(Collectors.toSet()));
    }

    @Test
    void measuresRoundTripsAndConnectionsBesideTheKernel() throws IOException {
        Interop.require();

        Run run = Run.of("latency", "connections", "--quick", "--json");

        assertThat(run.report()).as(run.said()).containsEntry("ok", true);
        Set<String> expected = new HashSet<>();
        for (String setting : List.of("tun", "called", "polling")) {
            List<String> others = List.of("veth", "veth_events");
            expected.addAll(figures("latency." + setting, List.of("p50", "p99"), "us", others));
            expected.addAll(figures("connections." + setting, List.of("c1", "c16", "e16"), "per_s", others));
        }
        expected.addAll(figures("latency.memory", List.of("p50", "p99"), "us", List.of("one_core")));
        expected.addAll(figures("connections.memory", List.of("c1", "c16"), "per_s", List.of("one_core")));
        assertThat(run.figures()).isEqualTo(expected);
    }

    /** Ouzel's, those of others, and what Ouzel's is of them. */
    private static Set<String> figures(String setting, List<String> measures, String unit, List<String> others) {
        Set<String> figures = new HashSet<>();
        for (String measure : measures) {
            String prefix = setting + "." + measure + ".";
            figures.add(prefix + unit);
            for (String other : others) {
                figures.add(prefix + other + "_" + unit);
                figures.add(prefix + "of_" + other);
            }
        }
        return figures;
    }

    /** They are measured where they can be built; where not, it says why, and that not all was measured. */
    @Test
    void measuresOtherStacksOrTellsWhyNot() throws IOException {
        Interop.require();

        Run run = Run.of("latency", "--peers", "--quick", "--json");

        Map<String, String> peers = Map.of("lwip", "lwIP", "gvisor", "gVisor");
        assertThat(peers).allSatisfy((label, title) -> assertThat(run.figures().contains("latency.tun.p50.of_" + label))
                .as(run.said())
                .isNotEqualTo(run.said().contains("latency: " + title + " is left out: needs ")));
        assertThat(run.report()).containsEntry("ok", !run.said().contains("is left out"));
    }
}
