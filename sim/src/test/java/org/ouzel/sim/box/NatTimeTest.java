package org.ouzel.sim.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.sim.box.NatFixture.HOST;
import static org.ouzel.sim.box.NatFixture.HTTP;
import static org.ouzel.sim.box.NatFixture.PORT;
import static org.ouzel.sim.box.NatFixture.SERVER;
import static org.ouzel.sim.box.Packets.segment;

import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.TcpFlags;

/** How long a translator remembers, in virtual time. */
class NatTimeTest {
    private static final long TRANSITORY = 240_000_000_000L;
    private static final long ESTABLISHED = 7_440_000_000_000L;
    private static final long ECHO = 60_000_000_000L;
    private static final TcpFlags FIN_ACK = TcpFlags.FIN.with(TcpFlags.ACK);

    private final NatFixture net = new NatFixture(NatSettings.DEFAULT);

    private boolean isRemembered(int port) {
        net.answer(port, TcpFlags.ACK, 501, 101);
        return !net.atHost.all().isEmpty();
    }

    @Test
    void aSynThatNobodyAnswersIsForgottenSoon() {
        int port = net.opened();
        net.goTo(TRANSITORY);
        assertThat(isRemembered(port)).isFalse();
        assertThat(net.count(Outcome.NO_MAPPING)).isEqualTo(1);
    }

    @Test
    void aHandshakeThatStopsHalfWayIsForgottenSoon() {
        int port = net.opened();
        net.goTo(TRANSITORY - 1);
        net.in(port, TcpFlags.SYN_ACK, 500, 101);
        net.goTo(2 * TRANSITORY - 2);
        net.in(port, TcpFlags.SYN_ACK, 500, 101);
        net.goTo(3 * TRANSITORY - 2);
        assertThat(isRemembered(port)).isFalse();
    }

    @Test
    void anEstablishedConnectionIsRememberedForTwoHoursAndFourMinutes() {
        int port = net.established();
        net.goTo(ESTABLISHED - 1);
        assertThat(isRemembered(port)).isTrue();
        net.goTo(2 * ESTABLISHED - 2);
        net.out(TcpFlags.ACK, 101, 501);
        net.goTo(3 * ESTABLISHED - 2);
        assertThat(isRemembered(port)).isFalse();
        net.send(TcpFlags.ACK, 101, 501);
        assertThat(net.atServer.isEmpty()).isTrue();
    }

    @Test
    void oneFinLeavesTheOtherDirectionItsTime() {
        int port = net.established();
        net.out(FIN_ACK, 101, 501);
        net.goTo(ESTABLISHED - 1);
        assertThat(isRemembered(port)).isTrue();
    }

    @Test
    void bothFinsMakeItTransitory() {
        int port = net.established();
        net.out(FIN_ACK, 101, 501);
        net.in(port, FIN_ACK, 501, 102);
        net.out(TcpFlags.ACK, 102, 502);
        net.goTo(TRANSITORY - 1);
        assertThat(isRemembered(port)).isTrue();
        net.goTo(2 * TRANSITORY - 1);
        assertThat(isRemembered(port)).isFalse();
    }

    @Test
    void aResetMakesItTransitory() {
        int port = net.established();
        net.in(port, TcpFlags.RST, 501, 0);
        net.goTo(TRANSITORY);
        assertThat(isRemembered(port)).isFalse();
    }

    @Test
    void theNextConnectionBetweenTheSameEndsKeepsThePortAndHasItsOwnTime() {
        int port = net.established();
        net.in(port, TcpFlags.RST, 501, 0);
        assertThat(net.established()).isEqualTo(port);
        net.goTo(ESTABLISHED - 1);
        assertThat(isRemembered(port)).isTrue();
    }

    @Test
    void aPortIsGivenAnewWhenItsConnectionIsForgotten() {
        NatFixture single = new NatFixture(NatSettings.DEFAULT.withPorts(6000, 6000));
        assertThat(single.opened()).isEqualTo(6000);
        single.goTo(TRANSITORY - 1);
        single.nat.inside().packet(Packets.tcp(HOST, SERVER, segment(PORT + 1, HTTP, TcpFlags.SYN, 1, 0)));
        assertThat(single.count(Outcome.NO_PORT)).isEqualTo(1);
        single.goTo(TRANSITORY);
        single.nat.inside().packet(Packets.tcp(HOST, SERVER, segment(PORT + 1, HTTP, TcpFlags.SYN, 1, 0)));
        assertThat(Packets.tcp(single.atServer.one()).sourcePort()).isEqualTo(6000);
        assertThat(single.in(6000, TcpFlags.SYN_ACK, 5, 2).destinationPort()).isEqualTo(PORT + 1);
    }

    @Test
    void onePeerMayBeForgottenWhileThePortIsKeptForAnother() {
        int port = net.established();
        net.nat.inside().packet(Packets.tcp(HOST, SERVER, segment(PORT, HTTP + 1, TcpFlags.SYN, 1, 0)));
        net.atServer.one();
        net.goTo(TRANSITORY);
        net.nat
                .outside()
                .packet(Packets.tcp(SERVER, NatFixture.EXTERNAL, segment(HTTP + 1, port, TcpFlags.SYN_ACK, 1, 2)));
        assertThat(net.atHost.isEmpty()).isTrue();
        assertThat(isRemembered(port)).isTrue();
    }

    @Test
    void anEchoIsWaitedForAMinute() {
        net.nat.inside().packet(Packets.icmp(HOST, SERVER, Packets.FIELDS, 8, 0x0777_0001));
        int rest = Packets.icmp(net.atServer.one()).rest();
        net.goTo(ECHO - 1);
        net.nat.outside().packet(Packets.icmp(SERVER, NatFixture.EXTERNAL, Packets.FIELDS, 0, rest));
        assertThat(net.atHost.all()).hasSize(1);
        net.goTo(2 * ECHO - 1);
        net.nat.outside().packet(Packets.icmp(SERVER, NatFixture.EXTERNAL, Packets.FIELDS, 0, rest));
        assertThat(net.atHost.isEmpty()).isTrue();
    }

    @Test
    void aRestartForgetsAll() {
        int port = net.established();
        net.nat.restart();
        assertThat(isRemembered(port)).isFalse();
    }
}
