package org.ouzel.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.kernel.KernelHost;

/** As many virtual threads at once as a server would have: none of them holds on to its carrier. */
class TenThousandConnectionsTest {
    private static final int CONNECTIONS = 10_000;
    private static final int WARM_UP = 100;
    private static final int ROUNDS = 3;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PINNED = "jdk.VirtualThreadPinned";

    /** All connect, then each sends its number and reads it back, a few times. */
    private static final String CALLERS = """
            import socket, struct, sys
            callers = [socket.create_connection(('127.0.0.1', int(sys.argv[1]))) for i in range(int(sys.argv[2]))]
            right = 0
            for round in range(%d):
                for i, caller in enumerate(callers):
                    caller.sendall(struct.pack('>I', i))
                for i, caller in enumerate(callers):
                    right += struct.unpack('>I', caller.recv(4, socket.MSG_WAITALL))[0] == i
            for caller in callers:
                caller.close()
            print('right:', right)
            """.formatted(ROUNDS);

    @TempDir
    private Path folder = Path.of("");

    @Test
    @Timeout(180)
    void eachEchoesAndNoThreadIsPinned() throws Exception {
        Interop.require();
        // A thread that loads a class may be pinned by the loader: not in what is recorded.
        echo(WARM_UP);
        Path recorded = folder.resolve("pinned.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(PINNED).withoutThreshold().withStackTrace();
            recording.start();
            echo(CONNECTIONS);
            recording.stop();
            recording.dump(recorded);
        }
        assertThat(Files.size(recorded)).isPositive();
        assertThat(RecordingFile.readAllEvents(recorded).stream()
                        .filter(event -> event.getEventType().getName().equals(PINNED)))
                .isEmpty();
    }

    /** The other ends are in a process of their own: both would need more descriptors than a process commonly may have. */
    private static void echo(int connections) throws Exception {
        try (KernelHost host = KernelHost.open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                TcpListener listener = host.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024)) {
            Process callers = new ProcessBuilder(
                            "python3",
                            "-c",
                            CALLERS,
                            Integer.toString(listener.localAddress().getPort()),
                            Integer.toString(connections))
                    .redirectErrorStream(true)
                    .start();
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                TcpStream stream = listener.accept(SOON);
                answers.add(threads.submit(() -> answer(stream)));
            }
            String said = new String(callers.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said.strip()).isEqualTo("right: " + connections * ROUNDS);
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        }
    }

    private static boolean answer(TcpStream stream) throws IOException {
        try (stream) {
            for (Received got = stream.receive(); !got.isEnd(); got = stream.receive()) {
                stream.send(got.data(), SendFlag.PUSH);
            }
        }
        return true;
    }
}
