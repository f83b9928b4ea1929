package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
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
        assertThat(run.figures())
                .isEqualTo(Stream.concat(
                                Stream.of("p50", "p99").flatMap(measure -> Stream.of(
                                                "tun.%s.us",
                                                "tun.%s.veth_us",
                                                "tun.%s.of_veth",
                                                "called.%s.us",
                                                "called.%s.veth_us",
                                                "called.%s.of_veth",
                                                "polling.%s.us",
                                                "polling.%s.veth_us",
                                                "polling.%s.of_veth",
                                                "memory.%s.us",
                                                "memory.%s.one_core_us",
                                                "memory.%s.of_one_core")
                                        .map(figure -> "latency." + figure.formatted(measure))),
                                Stream.of("c1", "c16").flatMap(measure -> Stream.of(
                                                "tun.%s.per_s",
                                                "tun.%s.veth_per_s",
                                                "tun.%s.of_veth",
                                                "called.%s.per_s",
                                                "called.%s.veth_per_s",
                                                "called.%s.of_veth",
                                                "polling.%s.per_s",
                                                "polling.%s.veth_per_s",
                                                "polling.%s.of_veth",
                                                "memory.%s.per_s",
                                                "memory.%s.one_core_per_s",
                                                "memory.%s.of_one_core")
                                        .map(figure -> "connections." + figure.formatted(measure))))
                        .collect(Collectors.toSet()));
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
