package org.ouzel.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.ActiveOpen;
import org.ouzel.CloseReason;
import org.ouzel.PassiveOpen;
import org.ouzel.Readiness;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.StreamEvent;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpListener;
import org.ouzel.TcpRefusal;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;

/** What each call of a stream means, between two hosts in one process. */
@Timeout(60)
class StackStreamTest {
    private final TwoHosts hosts = TwoHosts.onAGoodWire();

    @AfterEach
    void end() {
        hosts.close();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String text(Received received) {
        assertThat(received.outcome()).isEqualTo(Received.Outcome.DATA);
        return US_ASCII.decode(received.data()).toString();
    }

    private interface Action {
        void run() throws Exception;
    }

    /** Runs on a virtual thread of its own. */
    private static CompletableFuture<Void> start(Action action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                action.run();
                done.complete(null);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    private InetSocketAddress at(int port) {
        return new InetSocketAddress(hosts.serverAddress(), port);
    }

    // ---- Opening

    @Test
    void opensSendsReceivesAndClosesAndHoldsNothingAfterwards() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        streams.client().send(text("quack"), SendFlag.PUSH);
        assertThat(text(streams.server().receive())).isEqualTo("quack");
        streams.client().close();
        assertThat(streams.server().receive().isEnd()).isTrue();
        streams.server().send(text("heard"), SendFlag.PUSH);
        assertThat(text(streams.client().receive())).isEqualTo("heard");
        streams.server().close();
        assertThat(streams.client().receive().isEnd()).isTrue();
        assertThat(streams.client().closeReason()).contains(new CloseReason.Graceful());
        assertThat(streams.server().closeReason()).contains(new CloseReason.Graceful());
        hosts.awaitNothingHeld();
    }

    @Test
    void carriesIpv6() throws Exception {
        TcpStream server = hosts.server.newStream();
        server.passiveOpen(7);
        TcpStream client = hosts.client.newStream();
        client.activeOpen(new InetSocketAddress("2001:db8::2", 7));
        client.sendAcknowledged(text("six"), SendFlag.PUSH);
        assertThat(text(server.receive())).isEqualTo("six");
        assertThat(client.status().windows().effectiveSendMss()).isEqualTo(1500 - 40 - 20 - 12);
    }

    @Test
    void refusesAConnectionToAPortWhereNobodyListens() throws Exception {
        TcpStream client = hosts.client.newStream();
        assertThatThrownBy(() -> client.activeOpen(at(9)))
                .isInstanceOf(ConnectException.class)
                .hasMessage("connection refused");
        assertThat(client.closeReason()).contains(new CloseReason.Refused());
        assertThat(client.status().state()).isEqualTo(TcpState.CLOSED);
    }

    @Test
    void opensAStreamAgainAfterItsConnectionHasEnded() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        for (int round = 0; round < 3; round++) {
            streams.client().send(text("round"), SendFlag.PUSH);
            assertThat(text(streams.server().receive())).isEqualTo("round");
            streams.client().close();
            assertThat(streams.server().receive().isEnd()).isTrue();
            streams.server().close();
            assertThat(streams.client().receive().isEnd()).isTrue();
            streams = hosts.connect(streams.client(), streams.server());
            assertThat(streams.client().closeReason()).isEmpty();
        }
    }

    @Test
    void allowsOnlyAFewCallsWhileAPassiveOpenIsPending() throws Exception {
        TcpStream server = hosts.server.newStream();
        assertThat(server.isOpenDone()).isFalse();
        server.passiveOpen(PassiveOpen.port(0));
        assertThat(server.isOpenDone()).isFalse();
        assertThat(server.localAddress().orElseThrow().getPort()).isPositive();
        assertThat(server.awaitOpen(Duration.ofMillis(1))).isFalse();
        List<Action> illegal = List.of(
                () -> server.send(text("x")),
                () -> server.trySend(text("x")),
                server::receive,
                server::flush,
                () -> server.passiveOpen(0),
                () -> server.activeOpen(at(1)));
        for (Action call : illegal) {
            assertThatThrownBy(call::run)
                    .isInstanceOfSatisfying(TcpCallException.class, refused -> assertThat(refused.refusal())
                            .isEqualTo(TcpRefusal.PASSIVE_OPEN_PENDING));
        }
        server.close();
        assertThat(server.status().state()).isEqualTo(TcpState.CLOSED);
        assertThat(server.isOpenDone()).isTrue();
        assertThatThrownBy(server::awaitOpen).isInstanceOf(StreamEndedException.class);
        hosts.awaitNothingHeld();
    }

    @Test
    void endsAPassiveOpenAtItsCommandTimeout() throws Exception {
        TcpStream server = hosts.server.newStream();
        BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
        server.onEvent((stream, event) -> events.add(event));
        server.passiveOpen(PassiveOpen.port(7).withCommandTimeout(Duration.ofMillis(20)));
        assertThatThrownBy(server::awaitOpen).isInstanceOf(SocketTimeoutException.class);
        StreamEvent event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).isInstanceOfSatisfying(StreamEvent.PassiveOpenDone.class, done -> assertThat(done.failure())
                .isPresent());
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
        assertThatThrownBy(() -> client.activeOpen(at(0))).hasMessage("remote socket unspecified");
        assertThatThrownBy(() -> client.activeOpen(InetSocketAddress.createUnresolved("nowhere.invalid", 7)))
                .isInstanceOf(java.net.UnknownHostException.class);
        assertThatThrownBy(() -> client.send(text("x"))).hasMessage("connection does not exist");
        assertThatThrownBy(client::receive).hasMessage("connection does not exist");
        assertThatThrownBy(client::awaitOpen).hasMessage("connection does not exist");
        client.close();
        client.abort();
        TwoHosts.Streams streams = hosts.connect();
        assertThatThrownBy(() -> streams.client().activeOpen(at(7))).hasMessage("connection already exists");
        int port = streams.client().localAddress().orElseThrow().getPort();
        InetSocketAddress to = streams.client().remoteAddress().orElseThrow();
        assertThatThrownBy(() -> client.activeOpen(ActiveOpen.to(to).fromPort(port)))
                .isInstanceOf(BindException.class);
        streams.client().sendAcknowledged(text("still there"), SendFlag.PUSH);
        assertThat(text(streams.server().receive())).isEqualTo("still there");
    }

    @Test
    void abortsAnOpenThatIsNotAnsweredAtTheUserTimeout() throws Exception {
        hosts.server.close();
        TcpStream client = hosts.client.newStream(
                StreamOptions.DEFAULT.withUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(50))));
        assertThatThrownBy(() -> client.activeOpen(at(7))).isInstanceOf(SocketTimeoutException.class);
        assertThat(client.closeReason()).contains(new CloseReason.UserTimeout(Duration.ofMillis(50)));
    }

    // ---- Sending and receiving

    @Test
    void returnsFromAnAcknowledgedSendWhenThePeerHasAllOfIt() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        streams.client().sendAcknowledged(ByteBuffer.allocate(100_000));
        assertThat(streams.client().status().counters().bytesAcknowledged()).isEqualTo(100_000);
        assertThat(streams.server().status().sequence().unreadBytes()).isEqualTo(100_000);
    }

    @Test
    void blocksASendThatIsLargerThanBothBuffersUntilThePeerReads() throws Exception {
        StreamOptions small = StreamOptions.DEFAULT.withBuffers(10_000, 10_000);
        TwoHosts.Streams streams = hosts.connect(hosts.client.newStream(small), hosts.server.newStream(small));
        ByteBuffer data = ByteBuffer.allocate(200_000);
        CompletableFuture<Void> sender = start(() -> streams.client().send(data, SendFlag.PUSH));
        int received = 0;
        while (received < 200_000) {
            received += streams.server().receive().data().remaining();
        }
        sender.get();
        assertThat(data.hasRemaining()).isFalse();
    }

    @Test
    void takesPartOfABufferThatDoesNotFitWithoutBlocking() throws Exception {
        StreamOptions small = StreamOptions.DEFAULT.withBuffers(1000, 1000);
        TwoHosts.Streams streams = hosts.connect(hosts.client.newStream(small), hosts.server.newStream(small));
        ByteBuffer data = ByteBuffer.allocate(5000);
        int taken = streams.client().trySend(data);
        assertThat(taken).isBetween(1000, 2000);
        assertThat(data.position()).isEqualTo(taken);
    }

    @Test
    void timesOutWithNothingInHandAndReturnsWhatIsThere() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        assertThat(streams.server().receive(Duration.ofMillis(5)).isTimeout()).isTrue();
        assertThat(streams.server().tryReceive(ByteBuffer.allocate(1)).isTimeout())
                .isTrue();
        streams.client().sendAcknowledged(text("unpushed"));
        Received received = streams.server().receive(Duration.ZERO);
        assertThat(text(received)).isEqualTo("unpushed");
    }

    @Test
    void deliversUnpushedDataAfterTheQuietPeriod() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        streams.client().send(text("quiet"));
        assertThat(text(streams.server().receive())).isEqualTo("quiet");
    }

    @Test
    void returnsUrgentDataFirstAndMarksItsEnd() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
        streams.server().onEvent((stream, event) -> events.add(event));
        streams.client().sendAcknowledged(text("normal"));
        streams.client().sendAcknowledged(text("stop"), SendFlag.URGENT);
        streams.client().sendAcknowledged(text("after"), SendFlag.PUSH);
        assertThat(streams.server().isUrgentMode()).isTrue();
        // Everything up to the pointer is urgent to who has not read it (RFC 9293 §3.8.5), in sequence order.
        Received first = streams.server().receive(ByteBuffer.allocate(6), TwoHosts.SOON);
        assertThat(text(first)).isEqualTo("normal");
        assertThat(List.of(first.urgent(), first.mark())).containsExactly(true, false);
        Received last = streams.server().receive();
        assertThat(text(last)).isEqualTo("stop");
        assertThat(List.of(last.urgent(), last.mark())).containsExactly(false, true);
        assertThat(streams.server().isUrgentMode()).isFalse();
        Received after = streams.server().receive();
        assertThat(text(after)).isEqualTo("after");
        assertThat(List.of(after.urgent(), after.mark())).containsExactly(false, false);
        List<Class<?>> kinds = new ArrayList<>();
        events.forEach(event -> kinds.add(event.getClass()));
        assertThat(kinds).contains(StreamEvent.DataArrival.class, StreamEvent.Urgent.class);
        assertThat(kinds).filteredOn(StreamEvent.Urgent.class::equals).hasSize(1);
    }

    @Test
    void keepsTheBytesOfConcurrentSendsTogether() throws Exception {
        StreamOptions small = StreamOptions.DEFAULT.withBuffers(3000, 3000);
        TwoHosts.Streams streams = hosts.connect(hosts.client.newStream(small), hosts.server.newStream(small));
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (char letter = 'a'; letter < 'k'; letter++) {
            ByteBuffer data = text(String.valueOf(letter).repeat(10_000));
            senders.add(start(() -> streams.client().send(data)));
        }
        StringBuilder received = new StringBuilder();
        while (received.length() < 100_000) {
            received.append(text(streams.server().receive()));
        }
        for (CompletableFuture<Void> sender : senders) {
            sender.get();
        }
        assertThat(received.toString().replaceAll("(.)\\1{9999}", "$1")).hasSize(10);
    }

    @Test
    void endsOnlyTheInterruptedCall() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        CompletableFuture<Thread> who = new CompletableFuture<>();
        CompletableFuture<Void> receiver = start(() -> {
            who.complete(Thread.currentThread());
            streams.server().receive();
        });
        who.get().interrupt();
        assertThat(receiver)
                .failsWithin(TwoHosts.SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(InterruptedIOException.class);
        streams.client().send(text("alive"), SendFlag.PUSH);
        assertThat(text(streams.server().receive())).isEqualTo("alive");
    }

    // ---- Ending

    @Test
    void tellsThePeerOfAnAbortAndWakesWhoWaits() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
        streams.server().onEvent((stream, event) -> events.add(event));
        CompletableFuture<Void> waiting = start(() -> streams.server().receive());
        CompletableFuture<Void> own = start(() -> streams.client().receive());
        streams.client().abort();
        assertThat(waiting)
                .failsWithin(TwoHosts.SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(StreamEndedException.class, ended -> assertThat(ended.reason())
                        .isEqualTo(new CloseReason.RemoteAbort()));
        assertThat(own).failsWithin(TwoHosts.SOON);
        assertThatThrownBy(() -> streams.client().receive())
                .isInstanceOfSatisfying(StreamEndedException.class, ended -> assertThat(ended.reason())
                        .isEqualTo(new CloseReason.LocalAbort()));
        assertThat(events.poll(10, TimeUnit.SECONDS))
                .isEqualTo(new StreamEvent.Terminated(new CloseReason.RemoteAbort()));
        streams.client().close();
        assertThatThrownBy(() -> streams.server().close()).isInstanceOf(StreamEndedException.class);
        streams.server().close();
        hosts.awaitNothingHeld();
    }

    @Test
    void deliversWhatCameBeforeAResetAndThenTheReset() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        streams.client().sendAcknowledged(text("last words"));
        streams.client().abort();
        TcpStream server = streams.server();
        CompletableFuture<Void> ended = start(() -> {
            while (server.closeReason().isEmpty()) {
                Thread.onSpinWait();
            }
        });
        ended.get(20, TimeUnit.SECONDS);
        assertThat(text(server.receive())).isEqualTo("last words");
        assertThatThrownBy(server::receive).isInstanceOf(StreamEndedException.class);
    }

    @Test
    void refusesToSendAfterACloseAndLosesNothing() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        streams.client().send(text("before"));
        streams.client().close();
        assertThatThrownBy(() -> streams.client().send(text("after"))).hasMessage("connection closing");
        assertThat(text(streams.server().receive())).isEqualTo("before");
        streams.client().close();
        streams.server().send(text("still open"), SendFlag.PUSH);
        assertThat(text(streams.client().receive())).isEqualTo("still open");
    }

    @Test
    void endsACloseAtTheUserTimeoutWhenThePeerIsGone() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        streams.client().setUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(100)));
        hosts.vanish();
        streams.client().send(text("nobody hears"));
        assertThatThrownBy(() -> streams.client().close()).isInstanceOfSatisfying(StreamEndedException.class, ended -> {
            assertThat(ended.reason()).isEqualTo(new CloseReason.UserTimeout(Duration.ofMillis(100)));
            assertThat(ended.bytesAcknowledged()).isZero();
        });
    }

    @Test
    void reportsTheUserTimeoutAndGoesOn() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
        streams.client().onEvent((stream, event) -> events.add(event));
        hosts.vanish();
        streams.client().send(text("nobody hears"), UserTimeout.reportAfter(Duration.ofMillis(30)));
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(new StreamEvent.UserTimeout());
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(new StreamEvent.UserTimeout());
        assertThat(streams.client().status().state()).isEqualTo(TcpState.ESTABLISHED);
    }

    @Test
    void failsEveryCallWhenTheHostIsClosed() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        TcpListener listener = hosts.client.listen(new InetSocketAddress(80), 1);
        CompletableFuture<Void> receiver = start(() -> streams.client().receive());
        CompletableFuture<Void> accepting = start(listener::accept);
        hosts.client.close();
        assertThat(receiver).failsWithin(TwoHosts.SOON);
        assertThat(accepting).failsWithin(TwoHosts.SOON);
        assertThatThrownBy(() -> hosts.client.newStream()).hasMessage("host closed");
        assertThatThrownBy(() -> streams.client().activeOpen(at(7))).hasMessage("host closed");
        assertThatThrownBy(() -> streams.server().receive()).isInstanceOf(StreamEndedException.class);
    }

    // ---- Events, readiness, views

    @Test
    void tellsEventsInOrderAndAllowsAnyCallFromThem() throws Exception {
        TcpStream server = hosts.server.newStream();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        server.onEvent((stream, event) -> {
            try {
                switch (event) {
                    case StreamEvent.PassiveOpenDone done -> told.add("open " + done.failure());
                    case StreamEvent.DataArrival arrival -> told.add("data " + text(stream.receive()));
                    case StreamEvent.Closing closing -> {
                        told.add("closing");
                        stream.close();
                    }
                    case StreamEvent.Terminated terminated -> told.add("terminated " + terminated.reason());
                    case StreamEvent.Urgent urgent -> told.add("urgent");
                    case StreamEvent.UserTimeout timeout -> told.add("timeout");
                    case StreamEvent.IcmpReceived icmp -> told.add("icmp");
                }
            } catch (IOException failure) {
                told.add(failure.toString());
            }
        });
        server.passiveOpen(7);
        TcpStream client = hosts.client.newStream();
        client.activeOpen(at(7));
        client.send(text("a"), SendFlag.PUSH);
        client.close();
        assertThat(client.receive().isEnd()).isTrue();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(told.poll(20, TimeUnit.SECONDS));
        }
        assertThat(all)
                .containsExactly(
                        "open " + Optional.empty(), "data a", "closing", "terminated " + new CloseReason.Graceful());
    }

    @Test
    void tellsReadinessWhenItChanges() throws Exception {
        TcpStream client = hosts.client.newStream();
        BlockingQueue<Set<Readiness>> told = new LinkedBlockingQueue<>();
        TcpStream server = hosts.server.newStream();
        server.passiveOpen(7);
        client.startActiveOpen(ActiveOpen.to(at(7)));
        client.awaitOpen();
        assertThat(client.readiness()).containsExactlyInAnyOrder(Readiness.OPEN_DONE, Readiness.SEND);
        client.onReadiness(told::add);
        assertThat(told.poll(10, TimeUnit.SECONDS)).containsExactlyInAnyOrder(Readiness.OPEN_DONE, Readiness.SEND);
        server.awaitOpen();
        server.send(text("x"), SendFlag.PUSH);
        assertThat(told.poll(10, TimeUnit.SECONDS)).contains(Readiness.RECEIVE);
        assertThat(client.tryReceive(ByteBuffer.allocate(10)).data().remaining())
                .isEqualTo(1);
        assertThat(told.poll(10, TimeUnit.SECONDS)).doesNotContain(Readiness.RECEIVE);
        client.startClose();
        Set<Readiness> last = Set.of();
        while (!last.contains(Readiness.CLOSE_DONE)) {
            last = told.poll(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void isAnInputStreamAnOutputStreamAndAChannel() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        CompletableFuture<Void> echo = start(() -> {
            streams.server().inputStream().transferTo(streams.server().outputStream());
            streams.server().close();
        });
        streams.client().outputStream().write("by output".getBytes(US_ASCII));
        streams.client().outputStream().flush();
        byte[] heard = streams.client().inputStream().readNBytes(9);
        assertThat(new String(heard, US_ASCII)).isEqualTo("by output");
        streams.client().channel().write(text("by channel"));
        ByteBuffer into = ByteBuffer.allocate(10);
        while (into.hasRemaining()) {
            streams.client().channel().read(into);
        }
        assertThat(US_ASCII.decode(into.flip()).toString()).isEqualTo("by channel");
        streams.client().channel().close();
        assertThat(streams.client().inputStream().read()).isEqualTo(-1);
        echo.get();
    }

    // ---- Listening

    @Test
    void acceptsAnyNumberOfConnections() throws Exception {
        try (TcpListener listener = hosts.server.listen(new InetSocketAddress(0), 100)) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String said = "client " + i;
                clients.add(start(() -> {
                    TcpStream client = hosts.client.newStream();
                    client.activeOpen(at(listener.localAddress().getPort()));
                    client.send(text(said), SendFlag.PUSH);
                    assertThat(text(client.receive())).isEqualTo(said);
                    client.close();
                    assertThat(client.receive().isEnd()).isTrue();
                }));
            }
            for (int i = 0; i < 100; i++) {
                TcpStream accepted = listener.accept(TwoHosts.SOON);
                clients.add(start(() -> {
                    accepted.send(accepted.receive().data(), SendFlag.PUSH);
                    assertThat(accepted.receive().isEnd()).isTrue();
                    accepted.close();
                }));
            }
            for (CompletableFuture<Void> client : clients) {
                client.get();
            }
            assertThat(listener.tryAccept()).isEmpty();
            assertThatThrownBy(() -> listener.accept(Duration.ofMillis(1))).isInstanceOf(SocketTimeoutException.class);
        }
        hosts.awaitNothingHeld();
    }

    @Test
    void saysThatAPortIsInUseAndThatAListenerIsClosed() throws Exception {
        TcpListener listener = hosts.server.listen(new InetSocketAddress(7), 1);
        assertThatThrownBy(() -> hosts.server.listen(new InetSocketAddress(7), 1))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("7");
        assertThatThrownBy(() -> hosts.server.newStream().passiveOpen(7)).isInstanceOf(BindException.class);
        assertThatThrownBy(() -> hosts.server.listen(new InetSocketAddress(8), 0))
                .isInstanceOf(IllegalArgumentException.class);
        CompletableFuture<Void> accepting = start(listener::accept);
        listener.close();
        assertThat(accepting).failsWithin(TwoHosts.SOON);
        assertThatThrownBy(listener::accept).hasMessage("listener is closed");
        hosts.server.listen(new InetSocketAddress(7), 1).close();
    }

    @Test
    void refusesAnUnknownCongestionControl() {
        assertThatThrownBy(() -> hosts.client.newStream(StreamOptions.DEFAULT.withCongestionControl("hope")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("newreno");
    }
}
