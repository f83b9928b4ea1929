package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.Texts.bytes;
import static org.ouzel.stack.Texts.text;

import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.ActiveOpen;
import org.ouzel.CloseReason;
import org.ouzel.PassiveOpen;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.StreamEvent;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.core.wire.TcpFlags;

/** OPEN, between two hosts in one process. */
@Timeout(60)
class OpenContractTest {
    private final TwoHosts hosts = TwoHosts.onAGoodWire();

    @AfterEach
    void end() {
        hosts.close();
    }

    private InetSocketAddress at(int port) {
        return new InetSocketAddress(hosts.serverAddress(), port);
    }

    private static void isPending(Call.Action call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(TcpCallException.class, refused -> assertThat(refused.refusal())
                        .isEqualTo(TcpRefusal.PASSIVE_OPEN_PENDING));
    }

    @Test
    void carriesIpv6() throws Exception {
        TcpStream server = hosts.server.newStream();
        server.passiveOpen(7);
        TcpStream client = hosts.client.newStream();
        client.activeOpen(new InetSocketAddress("2001:db8::2", 7));
        client.sendAcknowledged(bytes("six"), SendFlag.PUSH);
        assertThat(text(server.receive())).isEqualTo("six");
        assertThat(client.status().windows().effectiveSendMss()).isEqualTo(1500 - 40 - 20 - 12);
    }

    // ---- Passive

    @Test
    void allowsOnlyAFewCallsWhileAPassiveOpenIsPending() throws Exception {
        TcpStream server = hosts.server.newStream();
        assertThat(server.isOpenDone()).isFalse();
        server.passiveOpen(PassiveOpen.port(0));
        assertThat(server.isOpenDone()).isFalse();
        assertThat(server.localAddress().orElseThrow().getPort()).isPositive();
        assertThat(server.remoteAddress()).isEmpty();
        assertThat(server.status().state()).isEqualTo(TcpState.LISTEN);
        assertThat(server.awaitOpen(Duration.ofMillis(1))).isFalse();
        assertThat(server.awaitOpen(Duration.ZERO)).isFalse();
        isPending(() -> server.send(bytes("x")));
        isPending(() -> server.sendAcknowledged(bytes("x")));
        isPending(() -> server.trySend(bytes("x")));
        isPending(server::receive);
        isPending(() -> server.tryReceive(ByteBuffer.allocate(1)));
        isPending(server::flush);
        isPending(() -> server.passiveOpen(0));
        isPending(() -> server.activeOpen(at(1)));
        server.close();
        assertThat(server.status().state()).isEqualTo(TcpState.CLOSED);
        assertThat(server.isOpenDone()).isTrue();
        assertThatThrownBy(server::awaitOpen).isInstanceOf(StreamEndedException.class);
        assertThatThrownBy(server::awaitOpen).isInstanceOf(StreamEndedException.class);
        hosts.awaitNothingHeld();
    }

    @Test
    void takesOneConnectionForEachStreamThatWaitsOnAPort() throws Exception {
        List<TcpStream> servers = List.of(hosts.server.newStream(), hosts.server.newStream());
        for (TcpStream server : servers) {
            server.passiveOpen(7);
        }
        for (TcpStream server : servers) {
            TcpStream client = hosts.client.newStream();
            client.activeOpen(at(7));
            client.send(bytes("x"), SendFlag.PUSH);
            server.awaitOpen();
            assertThat(server.remoteAddress()).isEqualTo(client.localAddress());
            assertThat(text(server.receive())).isEqualTo("x");
        }
        assertThatThrownBy(() -> hosts.client.newStream().activeOpen(at(7))).isInstanceOf(ConnectException.class);
    }

    @Test
    void takesOnlyTheCallerThatAPassiveOpenNames() throws Exception {
        TcpStream server = hosts.server.newStream();
        server.passiveOpen(PassiveOpen.port(7).from(InetAddress.ofLiteral("198.18.0.1"), 5000));
        TcpStream stranger = hosts.client.newStream();
        assertThatThrownBy(() -> stranger.activeOpen(at(7))).isInstanceOf(ConnectException.class);
        stranger.activeOpen(ActiveOpen.to(at(7)).fromPort(5000));
        server.awaitOpen();
        assertThat(server.remoteAddress()).contains(new InetSocketAddress("198.18.0.1", 5000));
    }

    @Test
    void endsAPassiveOpenAtItsCommandTimeout() throws Exception {
        TcpStream server = hosts.server.newStream();
        Events events = Events.of(server);
        server.passiveOpen(PassiveOpen.port(7).withCommandTimeout(Duration.ofMillis(20)));
        assertThatThrownBy(server::awaitOpen).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(server::awaitOpen).isInstanceOf(SocketTimeoutException.class);
        assertThat(events.next()).isInstanceOfSatisfying(StreamEvent.PassiveOpenDone.class, done -> assertThat(
                        done.failure().orElseThrow())
                .isInstanceOf(SocketTimeoutException.class));
        assertThat(events.soFar()).isEmpty();
        assertThat(server.isOpenDone()).isTrue();
        assertThat(server.closeReason()).isEmpty();
        assertThatThrownBy(server::receive).hasMessage("connection does not exist");
        server.close();
    }

    @Test
    void tellsWhoeverAsksThatTheOpenIsDone() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        for (TcpStream stream : List.of(streams.client(), streams.server())) {
            stream.awaitOpen();
            stream.awaitOpen();
            assertThat(stream.awaitOpen(Duration.ZERO)).isTrue();
            assertThat(stream.isOpenDone()).isTrue();
        }
        streams.client().abort();
        streams.client().awaitOpen();
        assertThat(streams.client().isOpenDone()).isTrue();
    }

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
            Eventually.holds(() -> stream.status().state() == TcpState.LISTEN, () -> stream.status()
                    .toString());
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
    void refusesAConnectionToAPortWhereNobodyListens() throws Exception {
        TcpStream client = hosts.client.newStream();
        Events events = Events.of(client);
        assertThatThrownBy(() -> client.activeOpen(at(9)))
                .isInstanceOf(ConnectException.class)
                .hasMessage("connection refused");
        assertThatThrownBy(client::awaitOpen).isInstanceOf(ConnectException.class);
        assertThat(client.isOpenDone()).isTrue();
        assertThat(client.closeReason()).contains(new CloseReason.Refused());
        assertThat(client.status().state()).isEqualTo(TcpState.CLOSED);
        assertThat(events.next()).isEqualTo(new StreamEvent.Terminated(new CloseReason.Refused()));
    }

    @Test
    void saysWhatIsWrongWithAnOpen() throws Exception {
        TcpStream client = hosts.client.newStream();
        assertThatThrownBy(() -> client.activeOpen(new InetSocketAddress("198.51.100.1", 7)))
                .isInstanceOf(NoRouteToHostException.class)
                .hasMessageContaining("198.51.100.1");
        assertThatThrownBy(() -> client.activeOpen(new InetSocketAddress("198.18.0.1", 7)))
                .isInstanceOf(NoRouteToHostException.class);
        assertThatThrownBy(() ->
                        client.activeOpen(ActiveOpen.to(at(7)).fromAddress(InetAddress.ofLiteral("198.51.100.1"))))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() -> client.passiveOpen(PassiveOpen.on(new InetSocketAddress("198.51.100.1", 7))))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() -> client.activeOpen(at(0))).hasMessage("remote socket unspecified");
        assertThatThrownBy(() -> client.activeOpen(InetSocketAddress.createUnresolved("nowhere.invalid", 7)))
                .isInstanceOf(UnknownHostException.class);
        assertThat(client.isOpenDone()).isFalse();
        assertThat(client.localAddress()).isEmpty();
        assertThatThrownBy(() -> client.send(bytes("x"))).hasMessage("connection does not exist");
        assertThatThrownBy(client::receive).hasMessage("connection does not exist");
        assertThatThrownBy(client::flush).hasMessage("connection does not exist");
        assertThatThrownBy(client::awaitOpen).hasMessage("connection does not exist");
        client.close();
        client.startClose();
        client.abort();
        assertThat(client.closeReason()).isEmpty();
    }

    @Test
    @Tag("MUST-41")
    void refusesToOpenWhatIsOpenAndHarmsNothing() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        TcpStream client = hosts.client.newStream();
        assertThatThrownBy(() -> streams.client().activeOpen(at(7))).hasMessage("connection already exists");
        assertThatThrownBy(() -> streams.server().passiveOpen(7)).hasMessage("connection already exists");
        int port = streams.client().localAddress().orElseThrow().getPort();
        InetSocketAddress to = streams.client().remoteAddress().orElseThrow();
        assertThatThrownBy(() -> client.activeOpen(ActiveOpen.to(to).fromPort(port)))
                .isInstanceOf(BindException.class);
        streams.client().sendAcknowledged(bytes("still there"), SendFlag.PUSH);
        assertThat(text(streams.server().receive())).isEqualTo("still there");
    }

    @Test
    @Tag("MUST-22")
    void abortsAnOpenThatIsNotAnsweredAtTheUserTimeout() throws Exception {
        hosts.vanish();
        TcpStream client = hosts.client.newStream(
                StreamOptions.DEFAULT.withUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(50))));
        assertThatThrownBy(() -> client.activeOpen(at(7))).isInstanceOf(SocketTimeoutException.class);
        assertThat(client.closeReason()).contains(new CloseReason.UserTimeout(Duration.ofMillis(50)));
        ActiveOpen sooner = ActiveOpen.to(at(7)).withUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(20)));
        assertThatThrownBy(() -> client.activeOpen(sooner)).isInstanceOf(SocketTimeoutException.class);
        assertThat(client.closeReason()).contains(new CloseReason.UserTimeout(Duration.ofMillis(20)));
        assertThatThrownBy(() -> client.activeOpen(at(7))).isInstanceOf(SocketTimeoutException.class);
        assertThat(client.closeReason()).contains(new CloseReason.UserTimeout(Duration.ofMillis(50)));
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
            Duration soon = Duration.ofMillis(50);
            ActiveOpen to = ActiveOpen.to(RawPeer.address()).withUserTimeout(UserTimeout.abortAfter(soon));
            Call<Boolean> opening = Call.run(() -> stream.activeOpen(to));
            peer.icmp(3, 1, peer.next());
            assertThat(opening.failure())
                    .isInstanceOf(NoRouteToHostException.class)
                    .hasMessageContaining("type 3, code 1");
        }
    }

    @Test
    void wakesWhoWaitsForAnOpenThatIsClosedOrAborted() throws Exception {
        hosts.vanish();
        TcpStream client = hosts.client.newStream();
        for (Call.Action ending : List.<Call.Action>of(client::close, client::abort, client::startClose)) {
            Call<Boolean> opening = Call.run(() -> client.activeOpen(at(7))).waits();
            Call<Boolean> sending =
                    Call.run(() -> client.sendAcknowledged(bytes("queued"))).waits();
            Call<Boolean> receiving = Call.run(client::receive).waits();
            ending.run();
            opening.endsWith(new CloseReason.LocalAbort());
            sending.endsWith(new CloseReason.LocalAbort());
            receiving.endsWith(new CloseReason.LocalAbort());
            assertThat(client.status().state()).isEqualTo(TcpState.CLOSED);
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
