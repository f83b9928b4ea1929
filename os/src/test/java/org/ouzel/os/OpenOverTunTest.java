package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.ActiveOpen;
import org.ouzel.CloseReason;
import org.ouzel.StreamEvent;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;

/** Opens that the kernel answers with something other than a connection, and opens that look like ones of before. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenOverTunTest {
    private static final int ROUNDS = 5;

    @ParameterizedTest
    @EnumSource
    void theKernelRefusesWhereNobodyListens(Family family) throws Exception {
        try (OverTun net = OverTun.open()) {
            TcpStream stream = net.host().newStream();

            assertThatThrownBy(() -> stream.activeOpen(family.kernel(9)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("connection refused");
            assertThat(stream.closeReason()).contains(new CloseReason.Refused());
            net.awaitNothingHeld();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theKernelIsRefusedWhereNobodyListens(Family family) throws Exception {
        try (OverTun net = OverTun.open()) {
            assertThat(net.kernelSocket().ask("connect " + family.ouzel() + " 9"))
                    .isEqualTo("ECONNREFUSED");
        }
    }

    /**
     * As a router the kernel tells by ICMP what it will not forward (RFC 792, RFC 4443 §3.1). What may pass does not end an open at
     * once (RFC 9293 MUST-56), but is the reason when it comes to nothing.
     */
    @ParameterizedTest
    @CsvSource({
        "unreachable, 198.51.100.7, 3, 1",
        "prohibit, 198.51.100.7, 3, 13",
        "unreachable, 2001:db8:5::7, 1, 0",
        "prohibit, 2001:db8:5::7, 1, 1"
    })
    void anIcmpErrorIsTheReasonOfAnOpenThatFails(String route, String destination, int type, int code)
            throws Exception {
        try (OverTun net = OverTun.withAddresses("198.18.0.2/8", "2001:db8::2/32")) {
            net.namespace().run("sh", "-c", "echo 1 | tee /proc/sys/net/ipv[46]/conf/all/forwarding");
            net.namespace().run("ip", "route", "add", route, "198.51.100.0/24");
            net.namespace().run("ip", "-6", "route", "add", route, "2001:db8:5::/48");
            BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
            UserTimeout patience = new UserTimeout(Duration.ofSeconds(2), UserTimeout.Action.ABORT);
            TcpStream stream = net.host().newStream(StreamOptions.DEFAULT.withUserTimeout(patience));
            stream.onEvent((of, event) -> events.add(event));

            assertThatThrownBy(() -> stream.activeOpen(new InetSocketAddress(destination, 7)))
                    .isInstanceOf(NoRouteToHostException.class)
                    .hasMessageContaining("(type " + type + ", code " + code + ")");
            assertThat(stream.closeReason())
                    .get()
                    .isInstanceOfSatisfying(
                            CloseReason.NetworkFailure.class,
                            failure -> assertThat(failure.error().code()).isEqualTo(code));
            assertThat(events.poll(OverTun.SOON.toNanos(), TimeUnit.NANOSECONDS))
                    .isInstanceOf(StreamEvent.IcmpReceived.class);
            net.awaitNothingHeld();
        }
    }

    // ---- The same four-tuple again and again

    @ParameterizedTest
    @EnumSource
    void takesRequestsOfTheKernelThatReuseAFourTupleInTimeWait(Family family) throws Exception {
        try (OverTun net = OverTun.open();
                TcpListener listener = net.host().listen(family.ouzel(0), 1)) {
            KernelSocket kernel = net.kernelSocket();
            int port = 0;
            for (int round = 0; round < ROUNDS; round++) {
                port = round == 0
                        ? kernel.connect(listener.localAddress())
                        : kernel.connectAgain(listener.localAddress(), port);
                TcpStream stream = listener.accept(OverTun.SOON);
                stream.sendAcknowledged(ByteBuffer.allocate(1));
                stream.close();
                assertThat(kernel.receiveToEnd()).hasSize(1);
                kernel.result("close");
                // RFC 9293 §3.3.2: who closes first waits in TIME-WAIT.
                assertThat(stream.receive().isEnd()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void reusesAFourTupleThatTheKernelHasInTimeWait(Family family) throws Exception {
        try (OverTun net = OverTun.open()) {
            KernelSocket kernel = net.kernelSocket();
            ActiveOpen open =
                    ActiveOpen.to(family.kernel(kernel.listen(family))).fromPort(4321);
            TcpStream stream = net.host().newStream();
            for (int round = 0; round < ROUNDS; round++) {
                stream.activeOpen(open);
                kernel.result("accept");
                kernel.result("close");
                assertThat(stream.receive().isEnd()).isTrue();
                stream.close();
                assertThat(stream.closeReason()).contains(new CloseReason.Graceful());
            }
            net.awaitNothingHeld();
        }
    }
}
