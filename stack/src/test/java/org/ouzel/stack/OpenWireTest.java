package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.ActiveOpen;
import org.ouzel.CloseReason;
import org.ouzel.PassiveOpen;
import org.ouzel.StreamEvent;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Events;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.TwoHosts;

/** OPEN, as the wire shows it. */
@Timeout(60)
class OpenWireTest {
    private static void isPending(Call.Action call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(TcpCallException.class, refused -> assertThat(refused.refusal())
                        .isEqualTo(TcpRefusal.PASSIVE_OPEN_PENDING));
    }

    // ---- Passive

    @Test
    void returnsToListenWhenTheHandshakeIsReset() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.host.newStream();
            Events events = Events.of(stream);
            stream.passiveOpen(RawPeer.HOST_PORT);
            peer.request();
            assertThat(stream.status().state()).isEqualTo(TcpState.SYN_RECEIVED);
            isPending(() -> stream.send(bytes("x")));
            peer.send(TcpFlags.RST);
            Eventually.is(stream, TcpState.LISTEN);
            assertThat(stream.remoteAddress()).isEmpty();
            assertThat(stream.isOpenDone()).isFalse();
            peer.request();
            peer.send(TcpFlags.ACK);
            stream.awaitOpen();
            assertThat(events.soFar()).containsExactly(new StreamEvent.PassiveOpenDone(Optional.empty()));
        }
    }

    @Test
    void returnsToListenWhenTheHandshakeIsNotFinishedInTheUserTimeout() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.host.newStream();
            stream.passiveOpen(
                    PassiveOpen.port(RawPeer.HOST_PORT).withUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(30))));
            peer.request();
            peer.next(segment -> segment.has(TcpFlags.RST));
            assertThat(stream.status().state()).isEqualTo(TcpState.LISTEN);
            assertThat(stream.isOpenDone()).isFalse();
        }
    }

    @Test
    void finishesTheOpenOfAStreamThatIsClosedInSynReceived() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.host.newStream();
            Events events = Events.of(stream);
            stream.passiveOpen(RawPeer.HOST_PORT);
            peer.request();
            Call<Boolean> waiting = Call.run(stream::awaitOpen).waits();
            stream.startClose();
            peer.send(TcpFlags.ACK);
            waiting.get();
            peer.next(segment -> segment.has(TcpFlags.FIN));
            peer.send(TcpFlags.ACK);
            stream.close();
            assertThat(events.next()).isEqualTo(new StreamEvent.PassiveOpenDone(Optional.empty()));
            peer.send(TcpFlags.ACK.with(TcpFlags.FIN), "late");
            assertThat(text(stream.receive())).isEqualTo("late");
            assertThat(stream.receive().isEnd()).isTrue();
            assertThat(events.untilTerminated()).endsWith(new StreamEvent.Terminated(new CloseReason.Graceful()));
        }
    }

    // ---- Active

    @Test
    void leavesRoomInASegmentForTheHeaderOfIpv6() throws Exception {
        try (TwoHosts hosts = TwoHosts.onAGoodWire()) {
            TcpStream server = hosts.server().newStream();
            TcpStream client = hosts.client().newStream();
            client.activeOpen(new InetSocketAddress(hosts.serverIpv6Address(), HostPair.listen(server)));
            assertThat(client.status().windows().effectiveSendMss()).isEqualTo(1500 - 40 - 20 - 12);
        }
    }

    @Test
    void failsAnOpenWhenTheNetworkCannotReachThePeer() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.host.newStream();
            Events events = Events.of(stream);
            Call<Boolean> opening = Call.run(() -> stream.activeOpen(RawPeer.address()));
            peer.icmp(3, 3, peer.next());
            assertThat(opening.failure())
                    .isInstanceOf(NoRouteToHostException.class)
                    .hasMessageContaining("type 3, code 3");
            assertThat(events.next()).isInstanceOf(StreamEvent.IcmpReceived.class);
            assertThat(events.next())
                    .isInstanceOfSatisfying(StreamEvent.Terminated.class, terminated -> assertThat(terminated.reason())
                            .isInstanceOf(CloseReason.NetworkFailure.class));
        }
    }

    // RFC 9293 §3.9.2.2: what may pass ends nothing, but is the reason of an open that comes to nothing.
    @Test
    @Tag("MUST-56")
    void goesOnWithAnOpenWhenTheNetworkCannotReachThePeerForNow() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.host.newStream();
            Duration soon = Duration.ofMillis(500);
            ActiveOpen to = ActiveOpen.to(RawPeer.address()).withUserTimeout(UserTimeout.abortAfter(soon));
            Call<Boolean> opening = Call.run(() -> stream.activeOpen(to));
            peer.icmp(3, 1, peer.next());
            assertThat(opening.failure())
                    .isInstanceOf(NoRouteToHostException.class)
                    .hasMessageContaining("type 3, code 1");
        }
    }

    @Test
    void leavesAnOpenPendingWhoseWaitWasInterrupted() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.host.newStream();
            Call<Boolean> opening =
                    Call.run(() -> stream.activeOpen(RawPeer.address())).waits();
            opening.interrupt();
            assertThat(opening.failure()).isInstanceOf(InterruptedIOException.class);
            assertThat(opening.leavesInterruptStatus()).isTrue();
            assertThat(stream.status().state()).isEqualTo(TcpState.SYN_SENT);
            peer.next();
            peer.send(TcpFlags.SYN_ACK);
            stream.awaitOpen();
        }
    }
}
