package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;

/** The command behind a device with options about how it is read, and the kernel's own programs before it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DeviceOptionsTest {
    /** So many that they do not all belong to one queue. */
    private static final int REQUESTS = 20;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"--queues 2", "--busy-poll 50us", "--queues 2 --busy-poll 10ms"})
    void servesEveryConnection(String options) throws Exception {
        Interop.require("curl");
        Files.writeString(folder.resolve("file"), "walks on the bed of fast streams ".repeat(10_000));
        List<String> command = new ArrayList<>(OuzelCommand.line(List.of(
                "serve",
                folder.toString(),
                "--port",
                "8000",
                "--engine",
                "tun:ouzel0",
                "--address",
                "198.18.0.2/24",
                "--host-address",
                "198.18.0.1")));
        command.addAll(List.of(options.split(" ")));
        try (Namespace namespace = new Namespace()) {
            Process serve = namespace.start(command.toArray(String[]::new));
            OuzelCommand.awaitLine(serve, "serving");
            assertThat(namespace.run("ip", "tuntap", "list").contains("multi_queue"))
                    .isEqualTo(options.contains("--queues"));

            List<Process> all = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                String got = folder.resolve("got" + i).toString();
                all.add(namespace.start("curl", "-sS", "-o", got, "http://198.18.0.2:8000/file"));
            }

            for (int i = 0; i < REQUESTS; i++) {
                assertThat(all.get(i).waitFor()).isZero();
                assertThat(folder.resolve("got" + i)).hasSameTextualContentAs(folder.resolve("file"));
            }
            assertThat(serve.isAlive()).isTrue();
        }
    }
}
