package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Events;
import org.ouzel.stack.trial.HostPair;

/** OPEN, between two hosts. */
@OnEveryEngine
class OpenContractTest {
    private final HostPair hosts;

    OpenContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    private static void isPending(Call.Action call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(TcpCallException.class, refused -> assertThat(refused.refusal())
                        .isEqualTo(TcpRefusal.PASSIVE_OPEN_PENDING));
    }

    @Test
    void carriesIpv6() throws Exception {
        TcpStream server = hosts.server().newStream();
        TcpStream client = hosts.client().newStream();
        client.activeOpen(new InetSocketAddress(hosts.serverIpv6Address(), HostPair.listen(server)));
        server.awaitOpen();
        client.sendAcknowledged(bytes("six"), SendFlag.PUSH);
        assertThat(text(server.receive())).isEqualTo("six");
        assertThat(server.remoteAddress()).isEqualTo(client.localAddress());
    }

    // ---- Passive

    @Test
    void allowsOnlyAFewCallsWhileAPassiveOpenIsPending() throws Exception {
        TcpStream server = hosts.server().newStream();
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
        isPending(() -> server.activeOpen(hosts.at(1)));
        server.close();
        assertThat(server.status().state()).isEqualTo(TcpState.CLOSED);
        assertThat(server.isOpenDone()).isTrue();
        assertThatThrownBy(server::awaitOpen).isInstanceOf(StreamEndedException.class);
        assertThatThrownBy(server::awaitOpen).isInstanceOf(StreamEndedException.class);
        hosts.awaitNothingHeld();
    }

    @Test
    void takesOneConnectionForEachStreamThatWaitsOnAPort() throws Exception {
        List<TcpStream> servers =
                List.of(hosts.server().newStream(), hosts.server().newStream());
        int port = HostPair.listen(servers.getFirst());
        servers.getLast().passiveOpen(port);
        for (TcpStream server : servers) {
            TcpStream client = hosts.client().newStream();
            client.activeOpen(hosts.at(port));
            client.send(bytes("x"), SendFlag.PUSH);
            server.awaitOpen();
            assertThat(server.remoteAddress()).isEqualTo(client.localAddress());
            assertThat(text(server.receive())).isEqualTo("x");
        }
        assertThatThrownBy(() -> hosts.client().newStream().activeOpen(hosts.at(port)))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    @DiffersOn(engine = Engine.KERNEL, what = Difference.HANDSHAKE_BEFORE_THE_FILTER)
    void takesOnlyTheCallerThatAPassiveOpenNames() throws Exception {
        TcpStream server = hosts.server().newStream();
        int port = hosts.unusedPort();
        InetSocketAddress caller = new InetSocketAddress(hosts.clientAddress(), hosts.unusedPort());
        server.passiveOpen(PassiveOpen.port(port).from(caller.getAddress(), caller.getPort()));
        TcpStream stranger = hosts.client().newStream();
        assertThatThrownBy(() -> stranger.activeOpen(hosts.at(port))).isInstanceOf(ConnectException.class);
        stranger.activeOpen(ActiveOpen.to(hosts.at(port)).fromPort(caller.getPort()));
        server.awaitOpen();
        assertThat(server.remoteAddress()).contains(caller);
    }

    @Test
    void endsAPassiveOpenAtItsCommandTimeout() throws Exception {
        TcpStream server = hosts.server().newStream();
        Events events = Events.of(server);
        server.passiveOpen(PassiveOpen.port(0).withCommandTimeout(Duration.ofMillis(20)));
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
        HostPair.Streams streams = hosts.connect();
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

    // ---- Active

    @Test
    void refusesAConnectionToAPortWhereNobodyListens() throws Exception {
        TcpStream client = hosts.client().newStream();
        Events events = Events.of(client);
        InetSocketAddress nobody = hosts.at(hosts.unusedPort());
        assertThatThrownBy(() -> client.activeOpen(nobody))
                .isInstanceOf(ConnectException.class)
                .hasMessage("connection refused");
        assertThatThrownBy(client::awaitOpen).isInstanceOf(ConnectException.class);
        assertThat(client.isOpenDone()).isTrue();
        assertThat(client.closeReason()).contains(new CloseReason.Refused());
        assertThat(client.status().state()).isEqualTo(TcpState.CLOSED);
        assertThat(events.next()).isEqualTo(new StreamEvent.Terminated(new CloseReason.Refused()));
    }

    @Test
    @DiffersOn(engine = Engine.STACK, what = Difference.NO_WAY_TO_ITSELF)
    void reachesItself() throws Exception {
        TcpStream server = hosts.server().newStream();
        TcpStream client = hosts.server().newStream();
        hosts.connect(client, server);
        client.send(bytes("me"), SendFlag.PUSH);
        assertThat(text(server.receive())).isEqualTo("me");
    }

    @Test
    void saysWhatIsWrongWithAnOpen() throws Exception {
        TcpStream client = hosts.client().newStream();
        InetAddress elsewhere = hosts.unreachableAddress();
        assertThatThrownBy(() -> client.activeOpen(new InetSocketAddress(elsewhere, 7)))
                .isInstanceOf(NoRouteToHostException.class)
                .hasMessageContaining(elsewhere.getHostAddress());
        assertThatThrownBy(() -> client.activeOpen(ActiveOpen.to(hosts.at(7)).fromAddress(elsewhere)))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() -> client.passiveOpen(PassiveOpen.on(new InetSocketAddress(elsewhere, 0))))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() -> client.activeOpen(hosts.at(0))).hasMessage("remote socket unspecified");
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
        HostPair.Streams streams = hosts.connect();
        TcpStream client = hosts.client().newStream();
        assertThatThrownBy(() -> streams.client().activeOpen(hosts.at(7))).hasMessage("connection already exists");
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
        TcpStream client = hosts.client()
                .newStream(StreamOptions.DEFAULT.withUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(50))));
        assertThatThrownBy(() -> client.activeOpen(hosts.at(7))).isInstanceOf(SocketTimeoutException.class);
        assertThat(client.closeReason()).contains(new CloseReason.UserTimeout(Duration.ofMillis(50)));
        ActiveOpen sooner = ActiveOpen.to(hosts.at(7)).withUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(20)));
        assertThatThrownBy(() -> client.activeOpen(sooner)).isInstanceOf(SocketTimeoutException.class);
        assertThat(client.closeReason()).contains(new CloseReason.UserTimeout(Duration.ofMillis(20)));
        assertThatThrownBy(() -> client.activeOpen(hosts.at(7))).isInstanceOf(SocketTimeoutException.class);
        assertThat(client.closeReason()).contains(new CloseReason.UserTimeout(Duration.ofMillis(50)));
    }

    @Test
    void wakesWhoWaitsForAnOpenThatIsClosedOrAborted() throws Exception {
        hosts.vanish();
        TcpStream client = hosts.client().newStream();
        for (Call.Action ending : List.<Call.Action>of(client::close, client::abort, client::startClose)) {
            Call<Boolean> opening =
                    Call.run(() -> client.activeOpen(hosts.at(7))).waits();
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
}
