package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Benchmarks run where the command runs: on modules alone, with processes of their own on a class path. */
class BenchCommandTest {
    @Test
    void measuresTheSimulator() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(OuzelCommand.line(List.of("bench", "sim", "--quick", "--json")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(OuzelCommand.ended(process).getLast())
                .startsWith("{\"command\":\"bench\",\"ok\":true,\"figures\":{\"sim.segments_per_s\":")
                .contains("\"sim.idle_virtual_s_per_s\":");
    }

    @Test
    void measuresTheKernelEngineBesideItsPeers() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(OuzelCommand.line(List.of("bench", "kernel", "--quick", "--json")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        Map<String, Object> report =
                JSON.std.mapFrom(OuzelCommand.ended(process).getLast());

        assertThat(report).containsEntry("command", "bench").containsEntry("ok", true);
        assertThat((Map<?, ?>) report.get("figures")).hasSize(30).allSatisfy((name, value) -> {
            assertThat((String) name).startsWith("kernel.");
            assertThat(((Number) value).doubleValue()).as((String) name).isNotNegative();
        });
    }
}
