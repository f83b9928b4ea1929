package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.CloseReason;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Events;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** The events of a stream. */
@OnEveryEngine
class EventContractTest {
    private static final StreamEvent ARRIVAL = new StreamEvent.DataArrival();
    private static final StreamEvent CLOSING = new StreamEvent.Closing();
    private static final StreamEvent OPENED = new StreamEvent.PassiveOpenDone(Optional.empty());
    private static final StreamEvent GRACEFUL = new StreamEvent.Terminated(new CloseReason.Graceful());
    private static final StreamEvent REMOTE = new StreamEvent.Terminated(new CloseReason.RemoteAbort());
    private static final StreamEvent LOCAL = new StreamEvent.Terminated(new CloseReason.LocalAbort());

    private final HostPair hosts;

    EventContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    // ---- Order and number

    @Test
    void tellsEventsInOrderAndAllowsAnyCallFromThem() throws Exception {
        TcpStream server = hosts.server().newStream();
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
        TcpStream client = hosts.client().newStream();
        client.activeOpen(hosts.at(HostPair.listen(server)));
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
        TcpStream server = hosts.server().newStream();
        Events events = Events.of(server);
        for (int round = 0; round < 5; round++) {
            HostPair.Streams streams = hosts.connect(hosts.client().newStream(), server);
            streams.client().abort();
            Eventually.ended(server);
            assertThat(events.soFar()).containsExactly(OPENED, REMOTE);
            server.abort();
            Call.run(server::close).get();
            assertThat(events.soFar()).isEmpty();
        }
    }

    @Test
    @Tag("MUST-12")
    void saysWhyEachConnectionEnded() throws Exception {
        HostPair.Streams streams = hosts.connect();
        Events local = Events.of(streams.client());
        streams.client().abort();
        assertThat(local.untilTerminated()).containsExactly(LOCAL);
        HostPair.Streams other = hosts.connect();
        Events host = Events.of(other.client());
        hosts.client().close();
        assertThat(host.untilTerminated()).containsExactly(LOCAL);
    }

    // ---- Data and its end

    @Test
    void tellsOfDataOnceUntilAReceiveHasCompleted() throws Exception {
        HostPair.Streams streams = hosts.connect();
        TcpStream stream = streams.server();
        Events events = Events.of(stream);
        streams.client().sendAcknowledged(bytes("ab"));
        streams.client().sendAcknowledged(bytes("cd"));
        Eventually.unread(stream, 4);
        assertThat(events.next()).isEqualTo(ARRIVAL);
        assertThat(events.soFar()).isEmpty();
        assertThat(stream.tryReceive(ByteBuffer.allocate(10)).data().remaining())
                .isEqualTo(4);
        streams.client().send(bytes("ef"));
        Eventually.unread(stream, 2);
        assertThat(events.next()).isEqualTo(ARRIVAL);
        assertThat(events.soFar()).isEmpty();
        assertThat(text(stream.receive())).isEqualTo("ef");
        Call<Received> receive = Call.of(stream::receive).waits();
        streams.client().send(bytes("gh"), SendFlag.PUSH);
        assertThat(text(receive.get())).isEqualTo("gh");
        assertThat(events.soFar()).isEmpty();
    }

    @Test
    void tellsOfThePeersCloseWhenAllIsRead() throws Exception {
        HostPair.Streams streams = hosts.connect();
        TcpStream stream = streams.server();
        Events events = Events.of(stream);
        streams.client().send(bytes("abcd"));
        streams.client().close();
        Eventually.is(stream, TcpState.CLOSE_WAIT);
        stream.receive(ByteBuffer.allocate(3), HostPair.SOON);
        assertThat(events.soFar()).containsExactly(ARRIVAL);
        stream.receive(ByteBuffer.allocate(3), HostPair.SOON);
        assertThat(events.soFar()).containsExactly(CLOSING);
        assertThat(stream.receive().isEnd()).isTrue();
        assertThat(events.soFar()).isEmpty();
    }

    @Test
    void tellsNothingBehindTheEndOfTheConnection() throws Exception {
        HostPair.Streams streams = hosts.connect();
        TcpStream stream = streams.client();
        Events events = Events.of(stream);
        stream.startClose();
        assertThat(streams.server().receive().isEnd()).isTrue();
        streams.server().send(bytes("unread"));
        streams.server().close();
        assertThat(events.untilTerminated()).containsExactly(ARRIVAL, GRACEFUL);
        assertThat(text(stream.receive())).isEqualTo("unread");
        assertThat(stream.receive().isEnd()).isTrue();
        assertThat(events.soFar()).isEmpty();
    }

    @Test
    void tellsOfAPeersCloseBeforeTheEnd() throws Exception {
        HostPair.Streams streams = hosts.connect();
        Events events = Events.of(streams.server());
        streams.client().close();
        assertThat(events.next()).isEqualTo(CLOSING);
        streams.server().close();
        assertThat(events.next()).isEqualTo(GRACEFUL);
        assertThat(streams.client().receive().isEnd()).isTrue();
        assertThat(events.soFar()).isEmpty();
    }

    // ---- Listeners

    @Test
    void tellsTheFirstListenerWhatHappenedBefore() throws Exception {
        HostPair.Streams streams = hosts.connect();
        TcpStream stream = streams.server();
        streams.client().sendAcknowledged(bytes("ab"), SendFlag.URGENT);
        streams.client().sendAcknowledged(bytes("cd"));
        Eventually.unread(stream, 4);
        Events first = Events.of(stream);
        assertThat(first.soFar()).containsExactlyInAnyOrder(ARRIVAL, new StreamEvent.Urgent());
        assertThat(Events.of(stream).soFar()).isEmpty();
        TcpStream ended = hosts.server().newStream();
        TcpStream client = hosts.connect(hosts.client().newStream(), ended).client();
        client.sendAcknowledged(bytes("read"));
        ended.receive();
        client.sendAcknowledged(bytes("unread"));
        client.abort();
        Eventually.ended(ended);
        assertThat(Events.of(ended).soFar()).containsExactly(ARRIVAL, REMOTE);
    }

    @Test
    void tellsTheFirstListenerNothingOfAnEarlierConnectionNorWhatIsKnown() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.server().abort();
        Eventually.ended(streams.client());
        hosts.connect(streams.client(), streams.server());
        streams.client().sendAcknowledged(bytes("read"), SendFlag.URGENT);
        streams.server().receive();
        assertThat(Events.of(streams.server()).soFar()).isEmpty();
        TcpStream waiting = hosts.server().newStream();
        hosts.client().newStream().activeOpen(hosts.at(HostPair.listen(waiting)));
        Eventually.holds(waiting::isOpenDone, () -> "the open is not done");
        assertThat(Events.of(waiting).soFar()).containsExactly(OPENED);
    }

    @Test
    void waitsForASlowListenerAndNotTheNetworkForIt() throws Exception {
        HostPair.Streams streams = hosts.connect();
        TcpStream stream = streams.server();
        CompletableFuture<Boolean> letGo = new CompletableFuture<>();
        BlockingQueue<StreamEvent> told = new LinkedBlockingQueue<>();
        stream.onEvent((from, event) -> {
            letGo.join();
            told.add(event);
        });
        for (int i = 0; i < 100; i++) {
            streams.client().send(bytes("x"));
            Eventually.unread(stream, 1);
            assertThat(stream.tryReceive(ByteBuffer.allocate(2)).data().remaining())
                    .isEqualTo(1);
        }
        streams.client().abort();
        Eventually.ended(stream);
        assertThat(told).isEmpty();
        letGo.complete(true);
        for (int i = 0; i < 100; i++) {
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(ARRIVAL);
        }
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(REMOTE);
    }

    @Test
    void goesOnTellingAListenerThatThrows() throws Exception {
        HostPair.Streams streams = hosts.connect();
        TcpStream stream = streams.server();
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
        streams.client().close();
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(CLOSING);
        streams.client().abort();
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(REMOTE);
        assertThat(handled.poll(20, TimeUnit.SECONDS)).hasMessage("the listener fails");
    }
}
