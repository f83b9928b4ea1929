package org.ouzel.os;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.os.OverTun.awaitUnread;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.os.OverTun.Connected;

/**
 * Urgent data to and from the kernel. Linux points behind the urgent byte as RFC 6093 §3.1 says that all do, whatever the
 * RFCs before it said ({@code net.ipv4.tcp_stdurg} is 0). Of a region it knows the last byte alone: that is what it reads out
 * of band, and its mark stands before that byte, not behind it.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UrgentOverTunTest {
    private OverTun net;

    @BeforeEach
    void open() throws IOException {
        net = OverTun.open();
    }

    @AfterEach
    void end() throws IOException {
        if (net != null) {
            net.close();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    /** What a result says of itself, to be compared at a glance. */
    private static String told(Received received) {
        return ISO_8859_1.decode(received.data())
                + (received.urgent() ? " urgent" : "")
                + (received.mark() ? " mark" : "");
    }

    private static BlockingQueue<StreamEvent> urgentEvents(TcpStream stream) {
        BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
        stream.onEvent((of, event) -> {
            if (event instanceof StreamEvent.Urgent) {
                events.add(event);
            }
        });
        return events;
    }

    private static void awaitOne(BlockingQueue<StreamEvent> events) throws InterruptedException {
        assertThat(events.poll(OverTun.SOON.toNanos(), TimeUnit.NANOSECONDS)).isNotNull();
    }

    // ---- From the kernel

    @ParameterizedTest
    @EnumSource
    void marksTheUrgentByteOfTheKernel(Family family) throws Exception {
        Connected ends = net.connectToKernel(family, StreamOptions.DEFAULT);
        BlockingQueue<StreamEvent> events = urgentEvents(ends.stream());
        ends.kernel().send(bytes("abc"));
        ends.kernel().sendUrgent(bytes("!"));
        ends.kernel().send(bytes("def"));
        awaitUnread(ends.stream(), 7);

        assertThat(ends.stream().isUrgentMode()).isTrue();
        assertThat(told(ends.stream().receive())).isEqualTo("abc! urgent mark");
        assertThat(ends.stream().isUrgentMode()).isFalse();
        assertThat(told(ends.stream().receive())).isEqualTo("def");
        awaitOne(events);
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void movesTheMarkWithThePointerWhileUrgentDataIsUnread(Family family) throws Exception {
        Connected ends = net.connectFromKernel(family, StreamOptions.DEFAULT);
        TcpStream stream = ends.stream();
        BlockingQueue<StreamEvent> events = urgentEvents(stream);
        ends.kernel().sendUrgent(bytes("a"));
        ends.kernel().sendUrgent(bytes("bc"));
        ends.kernel().send(bytes("de"));
        ends.kernel().sendUrgent(bytes("f"));
        awaitUnread(stream, 6);
        assertThat(told(stream.receive(ByteBuffer.allocate(2), OverTun.SOON))).isEqualTo("ab urgent");
        assertThat(told(stream.receive(ByteBuffer.allocate(2), OverTun.SOON))).isEqualTo("cd");
        assertThat(stream.isUrgentMode()).isTrue();

        ends.kernel().sendUrgent(bytes("g"));
        ends.kernel().send(bytes("h"));
        awaitUnread(stream, 4);
        assertThat(told(stream.receive())).isEqualTo("efg mark");
        assertThat(stream.isUrgentMode()).isFalse();
        awaitOne(events);
        assertThat(events).isEmpty();

        assertThat(told(stream.receive())).isEqualTo("h");
        ends.kernel().sendUrgent(bytes("i"));
        awaitOne(events);
        assertThat(told(stream.receive())).isEqualTo("i urgent mark");
    }

    /** The user's interrupt of Telnet and FTP (RFC 854 "Synch", RFC 959 §4.1.3): IAC IP, then IAC as urgent data, then DM. */
    @Test
    void findsTheDataMarkOfATelnetInterrupt() throws Exception {
        Connected ends = net.connectFromKernel(Family.IPV4, StreamOptions.DEFAULT);
        ends.kernel().send(bytes("output nobody wants"));
        ends.kernel().sendUrgent(bytes("\u00ff\u00f4\u00ff"));
        ends.kernel().send(bytes("\u00f2ABOR\r\n"));
        awaitUnread(ends.stream(), 29);

        assertThat(told(ends.stream().receive())).isEqualTo("output nobody wants\u00ff\u00f4\u00ff urgent mark");
        assertThat(told(ends.stream().receive())).isEqualTo("\u00f2ABOR\r\n");
    }

    /** RFC 9293 §3.8.5: the pointer comes ahead of the data, which the closed window holds back. */
    @Test
    void learnsOfUrgentDataBehindItsClosedWindow() throws Exception {
        StreamOptions small = StreamOptions.DEFAULT.withBuffers(16_384, 16_384);
        Connected ends = net.connectToKernel(Family.IPV4, small);
        BlockingQueue<StreamEvent> events = urgentEvents(ends.stream());
        String held = "x".repeat(20_000);
        ends.kernel().send(bytes(held));
        OverTun.await(
                "the window is closed", () -> ends.stream().status().windows().receive() == 0);
        long before = ends.stream().status().sequence().unreadBytes();

        ends.kernel().sendUrgent(bytes("!"));
        awaitOne(events);
        assertThat(ends.stream().isUrgentMode()).isTrue();
        assertThat(ends.stream().status().sequence().unreadBytes()).isEqualTo(before);

        StringBuilder all = new StringBuilder();
        Received received = ends.stream().receive();
        assertThat(received.urgent()).isTrue();
        while (!received.mark()) {
            all.append(ISO_8859_1.decode(received.data()));
            received = ends.stream().receive();
        }
        assertThat(all.append(ISO_8859_1.decode(received.data()))).hasToString(held + "!");
    }

    // ---- To the kernel

    @ParameterizedTest
    @EnumSource
    void theKernelFindsTheMarkBeforeTheUrgentByte(Family family) throws Exception {
        Connected ends = net.connectToKernel(family, StreamOptions.DEFAULT);
        ends.kernel().result("urgent_inline");
        ends.stream().send(text("abc"));
        ends.stream().send(text("!"), SendFlag.URGENT);
        ends.stream().sendAcknowledged(text("def"), SendFlag.PUSH);

        assertThat(ends.kernel().ask("await_sigurg")).isEqualTo("ok");
        assertThat(text(ends.kernel().receiveToMark())).isEqualTo("abc");
        assertThat(text(ends.kernel().receive())).isEqualTo("!def");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 70_000})
    void theKernelFindsTheLastByteOfARegionOfAnyLength(int length) throws Exception {
        Connected ends = net.connectToKernel(Family.IPV4, StreamOptions.DEFAULT, List.of("receive_buffer 500000"));
        ends.kernel().result("urgent_inline");
        long seed = new Random().nextLong();
        byte[] urgent = new byte[length];
        new Random(seed).nextBytes(urgent);
        ends.stream().send(text("before"));
        ends.stream().send(ByteBuffer.wrap(urgent), SendFlag.URGENT);
        ends.stream().sendAcknowledged(text("after"), SendFlag.PUSH);

        String region = text(urgent);
        assertThat(text(ends.kernel().receiveToMark()))
                .as("seed " + seed)
                .isEqualTo("before" + region.substring(0, length - 1));
        assertThat(text(ends.kernel().receive())).isEqualTo(region.substring(length - 1) + "after");
    }

    @ParameterizedTest
    @EnumSource
    void theKernelReadsTheLastUrgentByteOutOfBand(Family family) throws Exception {
        Connected ends = net.connectFromKernel(family, StreamOptions.DEFAULT);
        ends.stream().send(text("abc"));
        ends.stream().send(text("HELLO"), SendFlag.URGENT);
        ends.stream().sendAcknowledged(text("def"), SendFlag.PUSH);
        ends.stream().close();

        assertThat(text(ends.kernel().receiveUrgent())).isEqualTo("O");
        assertThat(text(ends.kernel().receive())).isEqualTo("abcHELL");
        assertThat(text(ends.kernel().receiveToEnd())).isEqualTo("def");
    }

    /**
     * RFC 9293 §3.8.5 knows one pointer: a later one takes the place of an earlier one that has not been reached. Linux, which
     * can hold one byte out of band, leaves the earlier byte in the stream.
     */
    @ParameterizedTest
    @ValueSource(strings = {"inline", "out of band"})
    void aSecondUrgentSendMovesTheKernelsMark(String how) throws Exception {
        Connected ends = net.connectToKernel(Family.IPV4, StreamOptions.DEFAULT);
        KernelSocket kernel = ends.kernel();
        if (how.equals("inline")) {
            kernel.result("urgent_inline");
        }
        ends.stream().send(text("abc"));
        ends.stream().sendAcknowledged(text("1"), SendFlag.URGENT);
        assertThat(kernel.ask("await_sigurg")).isEqualTo("ok");
        ends.stream().send(text("def"));
        ends.stream().sendAcknowledged(text("2"), SendFlag.URGENT);
        assertThat(kernel.ask("await_sigurg")).isEqualTo("ok");
        ends.stream().sendAcknowledged(text("ghi"), SendFlag.PUSH);

        assertThat(text(kernel.receiveToMark())).isEqualTo("abc1def");
        if (how.equals("inline")) {
            assertThat(text(kernel.receive())).isEqualTo("2ghi");
        } else {
            assertThat(text(kernel.receiveUrgent())).isEqualTo("2");
            assertThat(text(kernel.receive())).isEqualTo("ghi");
        }
    }

    @Test
    void theKernelLearnsOfUrgentDataBehindItsClosedWindow() throws Exception {
        Connected ends = net.connectToKernel(Family.IPV4, StreamOptions.DEFAULT, List.of("receive_buffer 20000"));
        KernelSocket kernel = ends.kernel();
        kernel.result("urgent_inline");
        ByteBuffer fill = ByteBuffer.wrap(bytes("x".repeat(60_000)));
        ends.stream().send(fill);
        OverTun.await(
                "the window is closed", () -> ends.stream().status().windows().send() == 0);

        ends.stream().send(text("stop"), SendFlag.URGENT);
        assertThat(kernel.ask("await_sigurg")).isEqualTo("ok");
        assertThat(ends.stream().status().windows().send()).isZero();

        assertThat(text(kernel.receiveToMark())).isEqualTo("x".repeat(60_000) + "sto");
        assertThat(text(kernel.receive())).isEqualTo("p");
    }
}
