package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
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
}
