package org.ouzel.checks.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/**
 * Raw traffic to and from iperf3, whose server tells how many bytes it has seen. Its control connection carries states, one byte
 * each, and between them JSON behind its length in four bytes.
 */
@Timeout(60)
class Iperf3Test {
    private static final int PORT = 5201;
    private static final int TEST_BYTES = 64 << 20;
    private static final int BLOCK_BYTES = 128 << 10;

    private static final int TEST_START = 1;
    private static final int TEST_RUNNING = 2;
    private static final int TEST_END = 4;
    private static final int PARAM_EXCHANGE = 9;
    private static final int CREATE_STREAMS = 10;
    private static final int EXCHANGE_RESULTS = 13;
    private static final int DISPLAY_RESULTS = 14;
    private static final int IPERF_DONE = 16;

    /** 36 letters and digits, and a zero byte: what connections of one test have in common. */
    private static final String COOKIE = "ouzel".repeat(7) + "z\0";

    @RegisterExtension
    final Peer iperf3 = new Peer("iperf3", "ss");

    @BeforeEach
    void start() throws IOException {
        iperf3.start("iperf3", "-s", "-1", "-J", "-B", "127.0.0.1", "-p", Integer.toString(PORT));
    }

    @Test
    void countsAllThatWeSend() throws Exception {
        try (TcpStream control = iperf3.connect(PORT);
                TcpStream data = iperf3.host().newStream()) {
            Inbox answers = new Inbox(control);
            begin(control, answers, data, false);
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
            for (int sent = 0; sent < TEST_BYTES; sent += BLOCK_BYTES) {
                data.send(block.clear());
            }
            data.flush();
            // It counts what it has read by the time the end is told, and that comes on another connection.
            Eventually.holds(this::hasReadAll, () -> "unread: " + unread());
            assertThat(bytes(end(control, answers, TEST_BYTES))).isEqualTo(TEST_BYTES);
        }
        assertThat(sum("sum_received")).isEqualTo(TEST_BYTES);
    }

    @Test
    void hasSentAllThatWeCount() throws Exception {
        try (TcpStream control = iperf3.connect(PORT);
                TcpStream data = iperf3.host().newStream()) {
            Inbox answers = new Inbox(control);
            begin(control, answers, data, true);
            int count = 0;
            while (count < TEST_BYTES) {
                Received got = data.receive(HostPair.SOON);
                assertThat(got.outcome()).isEqualTo(Received.Outcome.DATA);
                count += got.data().remaining();
            }
            assertThat(count).isEqualTo(TEST_BYTES);
            assertThat(bytes(end(control, answers, count))).isEqualTo(count);
        }
        assertThat(sum("sum_sent")).isEqualTo(TEST_BYTES);
    }

    private static void begin(TcpStream control, Inbox answers, TcpStream data, boolean reverse) throws IOException {
        control.send(ByteBuffer.wrap(COOKIE.getBytes(US_ASCII)), SendFlag.PUSH);
        assertThat(answers.octet()).isEqualTo(PARAM_EXCHANGE);
        sendJson(control, parameters(reverse));
        assertThat(answers.octet()).isEqualTo(CREATE_STREAMS);
        data.activeOpen(control.remoteAddress().orElseThrow());
        data.send(ByteBuffer.wrap(COOKIE.getBytes(US_ASCII)), SendFlag.PUSH);
        assertThat(answers.octet()).isEqualTo(TEST_START);
        assertThat(answers.octet()).isEqualTo(TEST_RUNNING);
    }

    /** What the test is to be. Of "reverse" the server only looks whether it is there. */
    private static String parameters(boolean reverse) {
        return """
                {"client_version": "3.12", "tcp": true, "omit": 0, "time": 0, "num": %d, "parallel": 1, "len": %d%s}""".formatted(TEST_BYTES, BLOCK_BYTES, reverse ? ", \"reverse\": true" : "");
    }

    private static String ourResults(long bytes) {
        return """
                {"cpu_util_total": 0, "cpu_util_user": 0, "cpu_util_system": 0, "sender_has_retransmits": -1,
                 "streams": [{"id": 1, "bytes": %d, "retransmits": -1, "jitter": 0, "errors": 0, "packets": 0,
                              "start_time": 0, "end_time": 1}]}""".formatted(bytes);
    }

    /** Tells the end and our count, and gives the server's results. */
    private static Map<String, Object> end(TcpStream control, Inbox answers, long bytes) throws IOException {
        sendState(control, TEST_END);
        assertThat(answers.octet()).isEqualTo(EXCHANGE_RESULTS);
        sendJson(control, ourResults(bytes));
        Map<String, Object> results = JSON.std.mapFrom(answers.bytes(answers.integer()));
        assertThat(answers.octet()).isEqualTo(DISPLAY_RESULTS);
        sendState(control, IPERF_DONE);
        return results;
    }

    private static void sendState(TcpStream control, int state) throws IOException {
        control.send(Telnet.octets(state), SendFlag.PUSH);
    }

    private static void sendJson(TcpStream control, String json) throws IOException {
        byte[] bytes = json.getBytes(US_ASCII);
        control.send(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        control.send(ByteBuffer.wrap(bytes), SendFlag.PUSH);
    }

    /** The count in the results that an end sends of its only stream. */
    private static long bytes(Map<String, Object> results) {
        Map<?, ?> stream = (Map<?, ?>) ((List<?>) Objects.requireNonNull(results.get("streams"))).getFirst();
        return ((Number) Objects.requireNonNull(stream.get("bytes"))).longValue();
    }

    /** A count in the report that the server prints when the test is over. */
    private long sum(String name) throws IOException {
        Map<?, ?> end = (Map<?, ?>)
                Objects.requireNonNull(JSON.std.mapFrom(iperf3.ended()).get("end"));
        Map<?, ?> sum = (Map<?, ?>) Objects.requireNonNull(end.get(name));
        return ((Number) Objects.requireNonNull(sum.get("bytes"))).longValue();
    }

    /** Whether nothing is unread on its two connections. */
    private boolean hasReadAll() {
        List<String> sockets = unread().lines().toList();
        return sockets.size() == 2 && sockets.stream().allMatch(socket -> socket.startsWith("0 "));
    }

    /** The server's connections, one a line, each with its unread bytes first. */
    private String unread() {
        try {
            return iperf3.namespace().run("ss", "-tnH", "state", "established", "src", ":" + PORT);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
