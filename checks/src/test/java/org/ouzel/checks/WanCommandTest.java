package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.os.interop.Interop;

/** Transfers between Ouzel and the kernel over a bad link: that they are measured, not how fast they are. */
class WanCommandTest {
    @Test
    void measuresEachPairing(@TempDir Path captures) throws IOException, InterruptedException {
        Interop.require();
        Process process = new ProcessBuilder(OuzelCommand.line(List.of(
                        "bench",
                        "wan",
                        "--points",
                        "loss1.rtt20",
                        "--seeds",
                        "1",
                        "--seconds",
                        "2",
                        "--captures",
                        captures.toString(),
                        "--json")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        Map<String, Object> report =
                JSON.std.mapFrom(OuzelCommand.ended(process).getLast());

        assertThat(report)
                .containsEntry("command", "bench")
                .containsEntry("ok", true)
                .containsEntry("linux_control", "cubic");
        assertThat((Map<?, ?>) report.get("figures"))
                .hasSize(7)
                .allSatisfy((name, value) -> assertThat(((Number) value).doubleValue())
                        .as((String) name)
                        .isPositive())
                .extracting(Map::keySet)
                .isEqualTo(Stream.of(
                                "linux_mbps",
                                "ouzel_mbps",
                                "to_linux_mbps",
                                "from_linux_mbps",
                                "of_linux",
                                "to_linux.of_linux",
                                "from_linux.of_linux")
                        .map("wan.loss1.rtt20."::concat)
                        .collect(Collectors.toSet()));
        try (Stream<Path> files = Files.list(captures)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "loss1.rtt20.linux.seed1.pcapng",
                            "loss1.rtt20.ouzel.seed1.pcapng",
                            "loss1.rtt20.to_linux.seed1.pcapng",
                            "loss1.rtt20.from_linux.seed1.pcapng");
        }
    }
}
