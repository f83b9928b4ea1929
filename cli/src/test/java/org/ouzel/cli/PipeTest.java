package org.ouzel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.PassiveOpen;
import org.ouzel.Received;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpStream;
import picocli.CommandLine;

/** Streams joined to standard input and output. */
@Timeout(60)
class PipeTest {
    private final TwoHosts hosts = new TwoHosts();
    private TcpStream client;
    private TcpStream server;

    @BeforeEach
    void connect() throws IOException {
        server = hosts.server.newStream();
        server.passiveOpen(PassiveOpen.port(7));
        client = hosts.client.newStream();
        client.activeOpen(new InetSocketAddress(TwoHosts.SERVER, 7));
        server.awaitOpen();
    }

    @AfterEach
    void close() {
        hosts.close();
    }

    private static Pipe pipe(TestConsole console, String... options) {
        PipeOptions read = CommandLine.populateCommand(new PipeOptions(), options);
        return new Pipe(console.console(), read);
    }

    @Test
    void passesEverythingBothWaysUntilBothHaveEnded() throws Exception {
        String question = "what?\n".repeat(100_000);
        TestConsole left = new TestConsole(question);
        TestConsole right = new TestConsole("that");
        Report report = new Report("connect");

        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            try {
                pipe(right).run(server, new Report("listen"));
            } catch (IOException | InterruptedException failed) {
                throw new AssertionError(failed);
            }
        });
        pipe(left, "--status").run(client, report);
        other.join();

        assertThat(right.out()).isEqualTo(question);
        assertThat(left.out()).isEqualTo("that");
        assertThat(left.err()).contains("bytes acknowledged", question.length() + " bytes");
        // What came did not end its line, so the report has to.
        assertThat(report.separator()).isEqualTo(System.lineSeparator());
        Map<String, Object> object = JSON.std.mapFrom(report.json(true));
        assertThat(object.get("figures"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("bytes_out", question.length())
                .containsEntry("bytes_in", 4)
                .containsEntry("urgent_in", 0)
                .containsKeys("seconds", "segments_in", "segments_out", "retransmitted_segments");
    }

    @Test
    void sendsLinesAsUrgentData() throws Exception {
        PipedOutputStream keyboard = new PipedOutputStream();
        TestConsole console = new TestConsole(new PipedInputStream(keyboard));
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                pipe(console, "--urgent").run(client, new Report("connect"));
            } catch (IOException | InterruptedException failed) {
                throw new AssertionError(failed);
            }
        });

        keyboard.write("stop\n".getBytes(StandardCharsets.US_ASCII));
        keyboard.flush();
        Received received = server.receive();

        assertThat(StandardCharsets.US_ASCII.decode(received.data()).toString()).isEqualTo("stop\n");
        assertThat(received.urgent()).isTrue();
        assertThat(received.mark()).isTrue();
        keyboard.close();
        assertThat(server.receive().isEnd()).isTrue();
        server.close();
        sending.join();
    }

    @Test
    void endsAtOnceWhenTheConnectionIsReset() throws Exception {
        TestConsole console = new TestConsole(new PipedInputStream(new PipedOutputStream()));
        server.abort();

        assertThatThrownBy(() -> pipe(console).run(client, new Report("connect")))
                .isInstanceOf(StreamEndedException.class)
                .hasMessage("connection reset");
    }
}
