package org.ouzel.os;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.os.OverTun.await;
import static org.ouzel.os.OverTun.awaitUnread;
import static org.ouzel.os.OverTun.soon;
import static org.ouzel.os.OverTun.start;
import static org.ouzel.os.OverTun.startCall;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.CloseReason;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.StreamEvent;
import org.ouzel.StreamOptions;
import org.ouzel.TcpState;
import org.ouzel.UserTimeout;
import org.ouzel.os.OverTun.Connected;

/** The ends of connections with the kernel: agreed, one-sided, and with a peer that is gone. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CloseOverTunTest {
    private static final Duration USER_TIMEOUT = Duration.ofMillis(300);

    /** The kernel's numbers for states, as TCP_INFO tells them. */
    private static final String KERNELS_FIN_WAIT_1 = "4";

    private static final String KERNELS_FIN_WAIT_2 = "5";

    private static final String KERNELS_CLOSING = "11";

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

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, US_ASCII);
    }

    private static String text(Received received) {
        assertThat(received.outcome()).isEqualTo(Received.Outcome.DATA);
        return US_ASCII.decode(received.data()).toString();
    }

    private static void assertEnded(ThrowingCallable call, CloseReason reason) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StreamEndedException.class, ended -> assertThat(ended.reason())
                .isEqualTo(reason));
    }

    // ---- What a close waits for

    @ParameterizedTest
    @EnumSource
    void closeReturnsWhenThePeersAcknowledgmentHasComeAndNotBefore(Family family) throws Exception {
        Connected ends = net.connectToKernel(family, StreamOptions.DEFAULT);
        BlockingQueue<SeenPacket> withheld = new LinkedBlockingQueue<>();
        net.sieve().withholdIn(withheld::add);
        ends.stream().send(text("last words"));
        CompletableFuture<Boolean> close = startCall(ends.stream()::close);

        assertThat(text(ends.kernel().receiveToEnd())).isEqualTo("last words");
        // More than data and FIN were acknowledged with: what was sent again was acknowledged again.
        for (int i = 0; i < 3; i++) {
            assertThat(withheld.poll(OverTun.SOON.toNanos(), TimeUnit.NANOSECONDS))
                    .isNotNull();
        }
        assertThat(close).isNotDone();
        assertThat(ends.stream().status().state()).isEqualTo(TcpState.FIN_WAIT_1);

        net.sieve().withholdIn(packet -> false);
        assertThat(soon(close)).isTrue();
        assertThat(ends.stream().status().state()).isEqualTo(TcpState.FIN_WAIT_2);
        ends.kernel().result("close");
        assertThat(ends.stream().receive().isEnd()).isTrue();
        assertThat(ends.stream().closeReason()).contains(new CloseReason.Graceful());
        net.awaitNothingHeld();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unheard"})
    void closeFailsAtTheUserTimeoutIfThePeerIsGone(String last) throws Exception {
        Connected ends = net.connectToKernel(
                Family.IPV4, StreamOptions.DEFAULT.withUserTimeout(UserTimeout.abortAfter(USER_TIMEOUT)));
        ends.stream().sendAcknowledged(text("heard"));
        net.sieve().withholdIn(packet -> true);
        net.sieve().withholdOut(packet -> true);
        ends.stream().send(text(last));
        CompletableFuture<Boolean> close = startCall(ends.stream()::close);

        CloseReason gone = new CloseReason.UserTimeout(USER_TIMEOUT);
        assertThatThrownBy(() -> soon(close))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(StreamEndedException.class, ended -> {
                    assertThat(ended.reason()).isEqualTo(gone);
                    assertThat(ended.bytesAcknowledged()).isEqualTo(5);
                });
        assertThat(ends.stream().closeReason()).contains(gone);
        ends.stream().close();
        net.awaitNothingHeld();
    }

    @ParameterizedTest
    @EnumSource
    void theKernelMaySendOnAfterOurClose(Family family) throws Exception {
        Connected ends = net.connectFromKernel(family, StreamOptions.DEFAULT);
        ends.stream().send(text("that is all"));
        ends.stream().close();
        assertThat(text(ends.kernel().receiveToEnd())).isEqualTo("that is all");

        ends.kernel().send("not yet".getBytes(US_ASCII));
        assertThat(text(ends.stream().receive())).isEqualTo("not yet");
        assertThat(ends.stream().status().state()).isEqualTo(TcpState.FIN_WAIT_2);
        ends.kernel().result("close");
        assertThat(ends.stream().receive().isEnd()).isTrue();
        assertThat(ends.stream().closeReason()).contains(new CloseReason.Graceful());
        net.awaitNothingHeld();
    }

    @ParameterizedTest
    @EnumSource
    void weMaySendOnAfterTheKernelsShutdown(Family family) throws Exception {
        Connected ends = net.connectToKernel(family, StreamOptions.DEFAULT);
        ends.kernel().send("that is all".getBytes(US_ASCII));
        ends.kernel().result("shutdown");
        assertThat(text(ends.stream().receive())).isEqualTo("that is all");
        assertThat(ends.stream().receive().isEnd()).isTrue();
        assertThat(ends.stream().status().state()).isEqualTo(TcpState.CLOSE_WAIT);

        String more = "more ".repeat(20_000);
        ends.kernel().begin("receive_to_end");
        ends.stream().send(text(more));
        ends.stream().close();
        assertThat(ends.kernel().answer()).hasSize("ok ".length() + 2 * more.length());
        assertThat(ends.stream().closeReason()).contains(new CloseReason.Graceful());
        net.awaitNothingHeld();
    }

    // ---- Both at once

    @ParameterizedTest
    @EnumSource
    void bothMayCloseAtOnceAndOurFinBeLost(Family family) throws Exception {
        Connected ends = net.connectToKernel(family, StreamOptions.DEFAULT);
        net.sieve().withholdOut(packet -> packet.has(SeenPacket.FIN));
        CompletableFuture<Boolean> close = startCall(ends.stream()::close);
        await("the FIN is sent", () -> ends.stream().status().state() == TcpState.FIN_WAIT_1);
        ends.kernel().result("shutdown");
        await("the FINs have crossed", () -> ends.stream().status().state() == TcpState.CLOSING);
        // The acknowledgment leaves when the lock is given up, which may be after the state is seen.
        String kernels = ends.kernel().result("state");
        while (kernels.equals(KERNELS_FIN_WAIT_1)) {
            kernels = ends.kernel().result("state");
        }
        assertThat(kernels).isEqualTo(KERNELS_FIN_WAIT_2);
        assertThat(close).isNotDone();

        net.sieve().withholdOut(packet -> false);
        assertThat(soon(close)).isTrue();
        assertThat(ends.stream().receive().isEnd()).isTrue();
        assertThat(ends.kernel().receiveToEnd()).isEmpty();
        assertThat(ends.stream().closeReason()).contains(new CloseReason.Graceful());
        net.awaitNothingHeld();
    }

    @Test
    void bothMayCloseAtOnceAndTheKernelsFinBeLost() throws Exception {
        Connected ends = net.connectToKernel(Family.IPV4, StreamOptions.DEFAULT);
        net.sieve().withholdIn(packet -> packet.has(SeenPacket.FIN));
        ends.kernel().result("shutdown");
        ends.stream().close();
        assertThat(ends.kernel().result("state")).isEqualTo(KERNELS_CLOSING);
        assertThat(ends.stream().status().state()).isEqualTo(TcpState.FIN_WAIT_2);

        net.sieve().withholdIn(packet -> false);
        assertThat(ends.stream().receive().isEnd()).isTrue();
        assertThat(ends.stream().closeReason()).contains(new CloseReason.Graceful());
        net.awaitNothingHeld();
    }

    // ---- Resets

    @ParameterizedTest
    @EnumSource
    void abortResetsTheKernelsConnection(Family family) throws Exception {
        Connected ends = net.connectFromKernel(family, StreamOptions.DEFAULT);
        ends.kernel().begin("receive");
        ends.stream().abort();

        assertThat(ends.kernel().answer()).isEqualTo("ECONNRESET");
        assertThat(ends.stream().closeReason()).contains(new CloseReason.LocalAbort());
        net.awaitNothingHeld();
    }

    @ParameterizedTest
    @EnumSource
    void aResetOfTheKernelsEndsEveryCall(Family family) throws Exception {
        Connected ends = net.connectToKernel(family, StreamOptions.DEFAULT);
        BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
        ends.stream().onEvent((stream, event) -> events.add(event));
        CompletableFuture<Received> receive = start(ends.stream()::receive);
        ends.kernel().result("reset");

        CloseReason reset = new CloseReason.RemoteAbort();
        assertThatThrownBy(() -> soon(receive))
                .cause()
                .isInstanceOf(StreamEndedException.class)
                .hasMessage("connection reset");
        assertThat(events.poll(OverTun.SOON.toNanos(), TimeUnit.NANOSECONDS))
                .isEqualTo(new StreamEvent.Terminated(reset));
        assertEnded(() -> ends.stream().send(text("x"), SendFlag.PUSH), reset);
        assertEnded(() -> ends.stream().receive(), reset);
        assertEnded(() -> ends.stream().close(), reset);
        net.awaitNothingHeld();
    }

    /** RFC 9293 §3.6.1: a close whose user does not read what has come is told to the peer as a reset. */
    @Test
    void aCloseThatLeavesDataUnreadEndsInAReset() throws Exception {
        Connected ends = net.connectToKernel(
                Family.IPV4, StreamOptions.DEFAULT.withWaits(Duration.ofMillis(20), Duration.ofMillis(100)));
        ends.kernel().send("unread".getBytes(US_ASCII));
        awaitUnread(ends.stream(), 6);
        ends.stream().close();
        await("FIN-WAIT-2 is over", () -> ends.stream().closeReason().isPresent());

        assertThat(ends.stream().closeReason()).contains(new CloseReason.LocalAbort());
        assertThat(ends.kernel().ask("send 00")).isEqualTo("EPIPE");
    }
}
