package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;

/** The command over the kernel's own TCP, which it uses when it is told nothing else, on the loopback of a namespace. */
@Timeout(120)
class KernelCommandTest {
    private static final long SEED = 5;
    private static final int FILE_BYTES = 32 << 20;

    @TempDir
    private Path folder = Path.of("");

    private Namespace namespace = unmade();

    @SuppressWarnings("NullAway") // set before each test
    private static Namespace unmade() {
        return null;
    }

    @BeforeEach
    void makeTheFile() throws IOException {
        Interop.require("curl");
        namespace = new Namespace();
        byte[] content = new byte[FILE_BYTES];
        new Random(SEED).nextBytes(content);
        Files.write(Files.createDirectory(folder.resolve("served")).resolve("file"), content);
    }

    @AfterEach
    void end() throws IOException {
        if (namespace != null) {
            namespace.close();
        }
    }

    private Process start(String... command) throws IOException {
        return namespace.start(OuzelCommand.line(List.of(command)).toArray(String[]::new));
    }

    private void isTheFile(Path got) throws IOException {
        assertThat(Files.mismatch(got, folder.resolve("served").resolve("file")))
                .isEqualTo(-1);
    }

    @Test
    void servesAFileToCurl() throws Exception {
        Process serve =
                start("serve", folder.resolve("served").toString(), "--port", "8000", "--requests", "1", "--json");
        OuzelCommand.awaitLine(serve, "serving");
        Path got = folder.resolve("got");
        namespace.run("curl", "-sS", "-o", got.toString(), "http://127.0.0.1:8000/file");
        isTheFile(got);
        assertThat(OuzelCommand.ended(serve).getLast()).contains("\"ok\":true");
    }

    @Test
    void getsAFileFromAnotherServer() throws Exception {
        Process server = namespace.start(
                "python3",
                "-u",
                "-m",
                "http.server",
                "8080",
                "--bind",
                "::1",
                "--directory",
                folder.resolve("served").toString());
        OuzelCommand.awaitLine(server, "Serving");
        Path got = folder.resolve("got");
        OuzelCommand.ended(start("get", "http://[::1]:8080/file", "-o", got.toString(), "--engine", "kernel"));
        isTheFile(got);
    }

    @Test
    void carriesUrgentLinesFromConnectToListen() throws Exception {
        Process listen = start("listen", "7", "--json");
        OuzelCommand.awaitLine(listen, "listening");
        Process connect = start("connect", "127.0.0.1", "7", "--urgent", "--push");
        try (OutputStream line = connect.getOutputStream()) {
            line.write("stop\n".getBytes(StandardCharsets.UTF_8));
        }
        listen.getOutputStream().close();
        OuzelCommand.ended(connect);
        List<String> said = OuzelCommand.ended(listen);
        assertThat(said).contains("stop");
        assertThat(said.getLast()).contains("\"urgent_in\":1");
    }
}
