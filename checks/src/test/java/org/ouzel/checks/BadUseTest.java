package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;

/** What the command says when it cannot do what it was asked: one line that tells what to do, and the exit status. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadUseTest {
    private static final String[] ENGINE = {
        "--engine", "tun:ouzel0", "--address", "198.18.0.2/24", "--host-address", "198.18.0.1"
    };
    private final List<Namespace> namespaces = new ArrayList<>();

    @BeforeEach
    void makeANamespace() throws IOException {
        Interop.require("setpriv");
        namespaces.add(new Namespace());
    }

    @AfterEach
    void removeIt() throws IOException {
        for (Namespace namespace : namespaces) {
            namespace.close();
        }
    }

    private Namespace namespace() {
        return namespaces.getFirst();
    }

    private record Outcome(int status, List<String> said) {
        static Outcome of(Process process) throws IOException, InterruptedException {
            List<String> said = process.inputReader().readAllLines();
            return new Outcome(process.waitFor(), said);
        }

        void failsSaying(int exit, String... parts) {
            assertThat(status).as(String.join("\n", said)).isEqualTo(exit);
            assertThat(said).hasSize(1);
            assertThat(said.getFirst()).contains(parts);
        }
    }

    private static List<String> withEngine(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(ENGINE));
        return all;
    }

    private Outcome run(List<String> prefix, List<String> command) throws Exception {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(OuzelCommand.line(command));
        return Outcome.of(namespace().start(line.toArray(String[]::new)));
    }

    @Test
    void saysWhichPrivilegeIsMissing() throws Exception {
        List<String> unprivileged = List.of("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin");
        run(unprivileged, withEngine("listen", "7")).failsSaying(1, "CAP_NET_ADMIN", "ip tuntap add");
    }

    @Test
    void saysThatTheDeviceIsBusy() throws Exception {
        Process first =
                namespace().start(OuzelCommand.line(withEngine("serve", ".")).toArray(String[]::new));
        OuzelCommand.awaitLine(first, "serving");
        run(List.of(), withEngine("listen", "7")).failsSaying(1, "ouzel0");
    }

    @Test
    void saysThatThePeerRefuses() throws Exception {
        run(List.of(), withEngine("connect", "198.18.0.1", "9")).failsSaying(1, "connection refused");
    }

    @Test
    void saysThatThereIsNoRoute() throws Exception {
        run(List.of(), withEngine("connect", "192.0.2.1", "9")).failsSaying(1, "no route to 192.0.2.1");
    }

    @Test
    void saysThatTheDeviceFileIsMissing() throws Exception {
        Path nowhere = Path.of("/nowhere");
        List<String> hidden = List.of(
                "unshare", "--mount", "sh", "-c", "mount -t tmpfs none /dev/net && exec \"$@\"", nowhere.toString());
        run(hidden, withEngine("listen", "7")).failsSaying(1, "/dev/net/tun");
    }
}
