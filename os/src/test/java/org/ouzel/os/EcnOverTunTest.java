package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.Ecn;
import org.ouzel.PassiveOpen;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.os.kernel.KernelHost;

/** ECN (RFC 3168) with the kernel at the other end. Unless told otherwise that agrees to it, and does not ask. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EcnOverTunTest {
    private static final int MUCH = 300_000;

    /** Some windows: when every packet is marked the smallest window comes soon, and then a segment in each retransmission timeout. */
    private static final int SOME = 40_000;

    private static void haveTheKernelAsk(OverTun net) throws Exception {
        net.namespace().run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/tcp_ecn");
    }

    @ParameterizedTest
    @EnumSource
    void theKernelAgreesWhenItIsAsked(Family family) throws Exception {
        try (OverTun net = OverTun.open()) {
            TcpStream asking = net.connectToKernel(family, StreamOptions.DEFAULT.withEcn(Ecn.REQUEST)).stream();
            assertThat(asking.status().ecn().agreed()).isTrue();
            TcpStream silent = net.connectToKernel(family, StreamOptions.DEFAULT).stream();
            assertThat(silent.status().ecn().agreed()).isFalse();
            asking.abort();
            silent.abort();
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreesWhenTheKernelAsks(Family family) throws Exception {
        try (OverTun net = OverTun.open()) {
            haveTheKernelAsk(net);
            TcpStream willing = net.connectFromKernel(family, StreamOptions.DEFAULT).stream();
            assertThat(willing.status().ecn().agreed()).isTrue();
            TcpStream unwilling = net.connectFromKernel(family, StreamOptions.DEFAULT.withEcn(Ecn.OFF)).stream();
            assertThat(unwilling.status().ecn().agreed()).isFalse();
            willing.abort();
            unwilling.abort();
        }
    }

    @Test
    void slowsDownForMarksThatTheKernelEchoesAndLosesNothing() throws Exception {
        try (OverTun net = OverTun.open()) {
            OverTun.Connected connected = net.connectToKernel(Family.IPV6, StreamOptions.DEFAULT.withEcn(Ecn.REQUEST));
            net.sieve().markIpv6();
            connected.kernel().begin("digest_to_end");
            connected.stream().sendAcknowledged(ByteBuffer.allocate(SOME));
            assertThat(connected.stream().status().ecn().responses()).isGreaterThan(1);
            assertThat(connected.stream().status().counters().segmentsRetransmitted())
                    .isZero();
            connected.stream().startClose();
            assertThat(connected.kernel().answer()).startsWith("ok");
            connected.stream().abort();
        }
    }

    @Test
    void echoesMarksOfTheKernelsDataUntilThatHasSlowedDown() throws Exception {
        try (OverTun net = OverTun.open()) {
            haveTheKernelAsk(net);
            OverTun.Connected connected = net.connectFromKernel(Family.IPV6, StreamOptions.DEFAULT);
            net.sieve().markIpv6();
            connected.kernel().begin("send_random " + MUCH + " 1");
            ByteBuffer all = ByteBuffer.allocate(MUCH);
            while (all.hasRemaining()) {
                connected.stream().receive(all, OverTun.SOON);
            }
            assertThat(connected.kernel().answer()).startsWith("ok");
            assertThat(connected.stream().status().ecn().marksIn()).isGreaterThan(1);
            connected.stream().abort();
        }
    }

    @Test
    void theKernelEngineTellsWhatTheKernelHasAgreedOn() throws Exception {
        try (OverTun net = OverTun.open();
                KernelHost kernel = KernelHost.inNamespace(net.namespace().name())) {
            TcpStream passive = net.host().newStream();
            passive.passiveOpen(PassiveOpen.on(Family.IPV6.ouzel(0)));
            haveTheKernelAsk(net);
            TcpStream active = kernel.newStream();
            active.activeOpen(passive.localAddress().orElseThrow());
            passive.awaitOpen();
            assertThat(active.status().ecn().agreed()).isTrue();
            active.abort();
        }
    }
}
