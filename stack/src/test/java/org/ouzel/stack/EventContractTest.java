package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.Texts.bytes;
import static org.ouzel.stack.Texts.text;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.CloseReason;
import org.ouzel.IcmpError;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.StreamOptions;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.core.wire.TcpFlags;

/** The events of a stream. */
@Timeout(60)
class EventContractTest {
    private static final StreamEvent ARRIVAL = new StreamEvent.DataArrival();
    private static final StreamEvent CLOSING = new StreamEvent.Closing();
    private static final StreamEvent OPENED = new StreamEvent.PassiveOpenDone(Optional.empty());
    private static final StreamEvent GRACEFUL = new StreamEvent.Terminated(new CloseReason.Graceful());
    private static final StreamEvent REMOTE = new StreamEvent.Terminated(new CloseReason.RemoteAbort());
    private static final StreamEvent LOCAL = new StreamEvent.Terminated(new CloseReason.LocalAbort());

    private final TwoHosts hosts = TwoHosts.onAGoodWire();
    private final RawPeer peer = new RawPeer();

    @AfterEach
    void end() {
        hosts.close();
        peer.close();
    }

    private static void unread(TcpStream stream, int count) {
        Eventually.holds(() -> stream.status().sequence().unreadBytes() == count, () -> stream.status()
                .toString());
    }

    private static void ended(TcpStream stream) {
        Eventually.holds(
                () -> stream.closeReason().isPresent(), () -> stream.status().toString());
    }

    // ---- Order and number

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
        client.activeOpen(new InetSocketAddress(hosts.serverAddress(), 7));
        client.send(bytes("a"), SendFlag.PUSH);
        client.close();
        assertThat(client.receive().isEnd()).isTrue();
        for (String expected :
                List.of("open " + Optional.empty(), "data a", "closing", "terminated " + new CloseReason.Graceful())) {
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }

    @Test
    void tellsEachConnectionsEndOnceHoweverOftenTheStreamIsOpened() throws Exception {
        TcpStream server = hosts.server.newStream();
        Events events = Events.of(server);
        for (int round = 0; round < 5; round++) {
            TwoHosts.Streams streams = hosts.connect(hosts.client.newStream(), server);
            streams.client().abort();
            ended(server);
            assertThat(events.soFar()).containsExactly(OPENED, REMOTE);
            server.abort();
            Call.run(server::close).get();
            assertThat(events.soFar()).isEmpty();
        }
    }

    @Test
    @Tag("MUST-12")
    void saysWhyEachConnectionEnded() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        Events local = Events.of(streams.client());
        streams.client().abort();
        assertThat(local.untilTerminated()).containsExactly(LOCAL);
        TwoHosts.Streams other = hosts.connect();
        Events host = Events.of(other.client());
        hosts.client.close();
        assertThat(host.untilTerminated()).containsExactly(LOCAL);
        TcpStream stream =
                peer.connect(StreamOptions.DEFAULT.withUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(20))));
        Events timeout = Events.of(stream);
        stream.send(bytes("unheard"));
        assertThat(timeout.untilTerminated())
                .containsExactly(new StreamEvent.Terminated(new CloseReason.UserTimeout(Duration.ofMillis(20))));
    }

    // ---- Data and its end

    @Test
    void tellsOfDataOnceUntilAReceiveHasCompleted() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Events events = Events.of(stream);
        peer.send(TcpFlags.ACK, "ab");
        peer.send(TcpFlags.ACK, "cd");
        unread(stream, 4);
        assertThat(events.soFar()).containsExactly(ARRIVAL);
        assertThat(stream.tryReceive(ByteBuffer.allocate(10)).data().remaining())
                .isEqualTo(4);
        peer.send(TcpFlags.ACK, "ef");
        unread(stream, 2);
        assertThat(events.soFar()).containsExactly(ARRIVAL);
        assertThat(text(stream.receive())).isEqualTo("ef");
        Call<Received> receive = Call.of(stream::receive).waits();
        peer.send(TcpFlags.ACK.with(TcpFlags.PSH), "gh");
        assertThat(text(receive.get())).isEqualTo("gh");
        assertThat(events.soFar()).isEmpty();
    }

    @Test
    void tellsOfThePeersCloseWhenAllIsRead() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Events events = Events.of(stream);
        peer.send(TcpFlags.ACK.with(TcpFlags.FIN), "abcd");
        Eventually.holds(() -> stream.status().state() == TcpState.CLOSE_WAIT, () -> stream.status()
                .toString());
        stream.receive(ByteBuffer.allocate(3), TwoHosts.SOON);
        assertThat(events.soFar()).containsExactly(ARRIVAL);
        stream.receive(ByteBuffer.allocate(3), TwoHosts.SOON);
        assertThat(events.soFar()).containsExactly(CLOSING);
        assertThat(stream.receive().isEnd()).isTrue();
        assertThat(events.soFar()).isEmpty();
    }

    @Test
    void tellsNothingBehindTheEndOfTheConnection() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Events events = Events.of(stream);
        stream.startClose();
        peer.next(segment -> segment.has(TcpFlags.FIN));
        peer.send(TcpFlags.ACK.with(TcpFlags.FIN), "unread");
        assertThat(events.untilTerminated()).containsExactly(ARRIVAL, GRACEFUL);
        assertThat(text(stream.receive())).isEqualTo("unread");
        assertThat(stream.receive().isEnd()).isTrue();
        assertThat(events.soFar()).isEmpty();
    }

    @Test
    void tellsOfAPeersCloseBeforeTheEnd() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        Events events = Events.of(streams.server());
        streams.client().close();
        assertThat(events.next()).isEqualTo(CLOSING);
        streams.server().close();
        assertThat(events.next()).isEqualTo(GRACEFUL);
        assertThat(streams.client().receive().isEnd()).isTrue();
        assertThat(events.soFar()).isEmpty();
    }

    // ---- The network's reports

    @Test
    @Tag("MUST-47")
    void reportsTheUserTimeoutAndGoesOn() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Events events = Events.of(stream);
        stream.send(bytes("heard late"), UserTimeout.reportAfter(Duration.ofMillis(30)));
        for (int i = 0; i < 3; i++) {
            assertThat(events.next()).isEqualTo(new StreamEvent.UserTimeout());
        }
        assertThat(stream.status().state()).isEqualTo(TcpState.ESTABLISHED);
        peer.nextText();
        peer.send(TcpFlags.ACK);
        stream.flush();
    }

    @Test
    @Tag("MUST-47")
    @Tag("MUST-54")
    @Tag("MUST-56")
    @Tag("SHLD-25")
    void tellsOfIcmpErrorsAndEndsNoEstablishedConnectionForThem() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Events events = Events.of(stream);
        stream.send(bytes("lost"));
        RawPeer.Packet lost = peer.nextText();
        int[][] errors = {{3, 0}, {3, 1}, {3, 2}, {3, 3}, {11, 0}, {12, 0}};
        for (int[] error : errors) {
            peer.icmp(error[0], error[1], lost);
            assertThat(events.next())
                    .isInstanceOfSatisfying(StreamEvent.IcmpReceived.class, icmp -> assertThat(icmp.error())
                            .isEqualTo(new IcmpError(
                                    4, error[0], error[1], 0, RawPeer.address().getAddress())));
        }
        assertThat(stream.status().state()).isEqualTo(TcpState.ESTABLISHED);
        peer.send(TcpFlags.ACK);
        stream.flush();
        // RFC 5927 §4.1: what it quotes is not in flight any more.
        peer.icmp(3, 1, lost);
        peer.send(TcpFlags.ACK, "on");
        unread(stream, 2);
        assertThat(events.soFar()).containsExactly(ARRIVAL);
    }

    // ---- Listeners

    @Test
    void tellsTheFirstListenerWhatHappenedBefore() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        peer.send(TcpFlags.ACK.with(TcpFlags.URG), "abcd", 2);
        unread(stream, 4);
        Events first = Events.of(stream);
        assertThat(first.soFar()).containsExactlyInAnyOrder(ARRIVAL, new StreamEvent.Urgent());
        assertThat(Events.of(stream).soFar()).isEmpty();
        TcpStream ended = hosts.server.newStream();
        TcpStream client = hosts.connect(hosts.client.newStream(), ended).client();
        client.sendAcknowledged(bytes("read"));
        ended.receive();
        client.sendAcknowledged(bytes("unread"));
        client.abort();
        ended(ended);
        assertThat(Events.of(ended).soFar()).containsExactly(ARRIVAL, REMOTE);
    }

    @Test
    void tellsTheFirstListenerNothingOfAnEarlierConnectionNorWhatIsKnown() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        streams.server().abort();
        ended(streams.client());
        hosts.connect(streams.client(), streams.server());
        streams.client().sendAcknowledged(bytes("read"), SendFlag.URGENT);
        streams.server().receive();
        assertThat(Events.of(streams.server()).soFar()).isEmpty();
        TcpStream waiting = hosts.server.newStream();
        waiting.passiveOpen(7);
        hosts.client.newStream().activeOpen(new InetSocketAddress(hosts.serverAddress(), 7));
        Eventually.holds(waiting::isOpenDone, () -> "the open is not done");
        assertThat(Events.of(waiting).soFar()).containsExactly(OPENED);
    }

    @Test
    void waitsForASlowListenerAndNotTheNetworkForIt() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        CompletableFuture<Boolean> letGo = new CompletableFuture<>();
        BlockingQueue<StreamEvent> told = new LinkedBlockingQueue<>();
        stream.onEvent((from, event) -> {
            letGo.join();
            told.add(event);
        });
        for (int i = 0; i < 100; i++) {
            peer.send(TcpFlags.ACK, "x");
            unread(stream, 1);
            assertThat(stream.tryReceive(ByteBuffer.allocate(2)).data().remaining())
                    .isEqualTo(1);
        }
        peer.send(TcpFlags.RST);
        ended(stream);
        assertThat(told).isEmpty();
        letGo.complete(true);
        for (int i = 0; i < 100; i++) {
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(ARRIVAL);
        }
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(REMOTE);
    }

    @Test
    void goesOnTellingAListenerThatThrows() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        BlockingQueue<StreamEvent> told = new LinkedBlockingQueue<>();
        BlockingQueue<Throwable> handled = new LinkedBlockingQueue<>();
        stream.onEvent((from, event) -> {
            told.add(event);
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
                handled.add(failure);
                throw new IllegalStateException("the handler fails too");
            });
            throw new IllegalStateException("the listener fails");
        });
        peer.send(TcpFlags.ACK.with(TcpFlags.FIN));
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(CLOSING);
        peer.send(TcpFlags.RST);
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(REMOTE);
        assertThat(handled.poll(20, TimeUnit.SECONDS)).hasMessage("the listener fails");
    }
}
