package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.drain;
import static org.ouzel.stack.trial.Texts.text;

import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.ActiveOpen;
import org.ouzel.CloseReason;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** CLOSE, ABORT, and the end of a host. */
@OnEveryEngine
class CloseContractTest {
    private static final CloseReason LOCAL = new CloseReason.LocalAbort();
    private static final CloseReason REMOTE = new CloseReason.RemoteAbort();

    private final HostPair hosts;

    CloseContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    private static StreamOptions finWait2(Duration time) {
        return StreamOptions.DEFAULT.withWaits(Duration.ofMillis(20), time);
    }

    private static void ends(TcpStream stream, CloseReason reason) {
        Eventually.ended(stream);
        assertThat(stream.closeReason()).contains(reason);
    }

    // ---- Close

    @Test
    void opensSendsReceivesAndClosesAndHoldsNothingAfterwards() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().send(bytes("quack"), SendFlag.PUSH);
        assertThat(text(streams.server().receive())).isEqualTo("quack");
        streams.client().close();
        assertThat(streams.server().receive().isEnd()).isTrue();
        streams.server().send(bytes("heard"), SendFlag.PUSH);
        assertThat(text(streams.client().receive())).isEqualTo("heard");
        streams.server().close();
        assertThat(streams.client().receive().isEnd()).isTrue();
        assertThat(streams.client().closeReason()).contains(new CloseReason.Graceful());
        assertThat(streams.server().closeReason()).contains(new CloseReason.Graceful());
        hosts.awaitNothingHeld();
    }

    @Test
    void endsOnlyTheInterruptedClose() throws Exception {
        HostPair.Streams streams = hosts.clogged();
        TcpStream stream = streams.client();
        Call<Boolean> first = Call.run(stream::close).waits();
        Call<Boolean> second = Call.run(stream::close).waits();
        Call<Boolean> interrupted = Call.run(stream::close).waits();
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedIOException.class);
        assertThat(interrupted.leavesInterruptStatus()).isTrue();
        first.waits();
        assertThat(drain(streams.server())).isPositive();
        first.get();
        second.get();
        stream.close();
        assertThat(stream.status().state()).isEqualTo(TcpState.FIN_WAIT_2);
        assertThat(stream.closeReason()).isEmpty();
    }

    @Test
    void throwsOnceWhenTheConnectionEndsBeforeAllIsAcknowledged() throws Exception {
        HostPair.Streams streams = hosts.clogged();
        Call<Boolean> close = Call.run(() -> streams.client().close()).waits();
        streams.server().abort();
        close.endsWith(REMOTE);
        streams.client().close();
        streams.client().startClose();
    }

    @Test
    void throwsFromTheFirstCloseAfterAReset() throws Exception {
        HostPair.Streams streams = hosts.connect();
        TcpStream stream = streams.client();
        streams.server().abort();
        ends(stream, REMOTE);
        Call.run(stream::close).endsWith(REMOTE);
        stream.close();
    }

    @Test
    void throwsFromACloseThatFindsAResetOfWhichNobodyKnewYet() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.server().abort();
        Call.run(() -> streams.client().close()).endsWith(REMOTE);
        assertThat(streams.client().closeReason()).contains(REMOTE);
    }

    @Test
    void returnsOnlyWhenAPeerThatReadsSlowlyHasAcknowledgedAll() throws Exception {
        HostPair.Streams streams = hosts.clogged();
        TcpStream server = streams.server();
        Call<Boolean> close = Call.run(() -> streams.client().close()).waits();
        long read = 0;
        long arrivedByTheClose = 0;
        Received next = server.receive(ByteBuffer.allocate(1000), HostPair.SOON);
        while (!next.isEnd()) {
            read += text(next).length();
            if (arrivedByTheClose == 0 && close.isDone()) {
                arrivedByTheClose = read + server.status().sequence().unreadBytes();
            }
            next = server.receive(ByteBuffer.allocate(1000), HostPair.SOON);
        }
        close.get();
        // What had come when the close was seen to be done is all that came; it may be done with the last byte.
        assertThat(arrivedByTheClose).isIn(0L, read);
    }

    @Test
    void endsACloseAtTheUserTimeoutWhenThePeerIsGoneAndTellsWhatItHadAcknowledged() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().setUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(100)));
        streams.client().sendAcknowledged(bytes("heard"));
        hosts.vanish();
        streams.client().send(bytes("nobody hears"));
        assertThatThrownBy(() -> streams.client().close()).isInstanceOfSatisfying(StreamEndedException.class, ended -> {
            assertThat(ended.reason()).isEqualTo(new CloseReason.UserTimeout(Duration.ofMillis(100)));
            assertThat(ended.bytesAcknowledged()).isEqualTo(5);
        });
    }

    // ---- FIN-WAIT-2

    @Test
    void endsAClosedStreamWhosePeerNeverCloses() throws Exception {
        TcpStream stream = hosts.connect(finWait2(Duration.ofMillis(50))).client();
        stream.startClose();
        ends(stream, LOCAL);
        stream.close();
    }

    @Test
    @Tag("SHLD-3")
    void resetsAClosedStreamThatHasUnreadData() throws Exception {
        HostPair.Streams streams = hosts.connect(finWait2(Duration.ofMillis(50)));
        streams.client().startClose();
        assertThat(streams.server().receive().isEnd()).isTrue();
        streams.server().send(bytes("unread"));
        ends(streams.client(), LOCAL);
        ends(streams.server(), REMOTE);
        hosts.awaitNothingHeld();
    }

    @Test
    void doesNotEndAClosedStreamThatSomebodyReads() throws Exception {
        HostPair.Streams streams = hosts.connect(finWait2(Duration.ofMillis(20)));
        TcpStream stream = streams.client();
        Call<Received> receive = Call.of(stream::receive).waits();
        stream.startClose();
        Eventually.is(stream, TcpState.FIN_WAIT_2);
        // Other connections live through several such times meanwhile.
        for (int i = 0; i < 5; i++) {
            TcpStream shorter = hosts.connect(finWait2(Duration.ofMillis(20))).client();
            shorter.startClose();
            ends(shorter, LOCAL);
        }
        receive.waits();
        streams.server().send(bytes("late answer"), SendFlag.PUSH);
        assertThat(text(receive.get())).isEqualTo("late answer");
        ends(stream, LOCAL);
    }

    /** All was acknowledged, which is what a close promises; that the peer resets afterwards, a receive tells. */
    @Test
    void keepsItsWordThoughAResetFollowsTheAcknowledgment() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().startClose();
        Eventually.is(streams.client(), TcpState.FIN_WAIT_2);
        streams.server().abort();
        ends(streams.client(), REMOTE);
        streams.client().close();
        assertThatThrownBy(streams.client()::receive).isInstanceOf(StreamEndedException.class);
    }

    /** The same where nobody has asked in between. */
    @Test
    void keepsItsWordThoughTheResetComesBeforeAnybodyAsks() throws Exception {
        for (int i = 0; i < 50; i++) {
            HostPair.Streams streams = hosts.connect();
            streams.client().startClose();
            assertThat(streams.server().receive().isEnd()).isTrue();
            streams.server().send(bytes("with the acknowledgment"), SendFlag.PUSH);
            assertThat(text(streams.client().receive())).isEqualTo("with the acknowledgment");
            streams.server().abort();
            streams.client().close();
        }
    }

    // ---- Abort

    @Test
    void tellsThePeerOfAnAbort() throws Exception {
        HostPair.Streams streams = hosts.connect();
        Call<Received> waiting = Call.of(() -> streams.server().receive()).waits();
        streams.client().abort();
        waiting.endsWith(REMOTE);
        Call.run(() -> streams.client().receive()).endsWith(LOCAL);
        Call.run(() -> streams.client().send(bytes("x"))).endsWith(LOCAL);
        Call.run(() -> streams.client().trySend(bytes("x"))).endsWith(LOCAL);
        Call.run(() -> streams.client().flush()).endsWith(LOCAL);
        streams.client().abort();
        streams.client().close();
        assertThat(streams.client().closeReason()).contains(LOCAL);
        Call.run(() -> streams.server().close()).endsWith(REMOTE);
        streams.server().close();
        hosts.awaitNothingHeld();
    }

    @Test
    void endsACloseByAnAbortFromAnotherThread() throws Exception {
        HostPair.Streams streams = hosts.clogged();
        Call<Boolean> close = Call.run(() -> streams.client().close()).waits();
        streams.client().abort();
        close.endsWith(LOCAL);
        ends(streams.server(), REMOTE);
    }

    // ---- The end of the host

    @Test
    void failsEveryCallWhenTheHostIsClosed() throws Exception {
        TcpListener listener = hosts.client().listen(new InetSocketAddress(0), 1);
        TcpStream waiting = hosts.client().newStream();
        waiting.passiveOpen(0);
        TcpStream unopened = hosts.client().newStream();
        HostPair.Streams streams = hosts.connect(StreamOptions.DEFAULT.withBuffers(1000, 1000));
        TcpStream stream = streams.client();
        Call<Boolean> first = Call.run(() -> stream.sendAcknowledged(ByteBuffer.allocate(50_000)))
                .waits();
        Eventually.heldBack(stream);
        List<Call<Boolean>> onTheConnection = List.of(
                first,
                Call.run(stream::receive).waits(),
                Call.run(stream::receive).waits(),
                Call.run(() -> stream.send(bytes("x"))).waits(),
                Call.run(stream::flush).waits(),
                Call.run(waiting::awaitOpen).waits());
        Call<Boolean> accept = Call.run(listener::accept).waits();
        hosts.client().close();
        for (Call<Boolean> call : onTheConnection) {
            call.endsWith(LOCAL);
        }
        assertThat(accept.failure()).hasMessage("host closed");
        ends(streams.server(), REMOTE);
        assertThat(stream.closeReason()).contains(LOCAL);
        Call.run(stream::receive).endsWith(LOCAL);
        Call.run(() -> stream.send(bytes("x"))).endsWith(LOCAL);
        for (Call.Action late : List.<Call.Action>of(
                () -> hosts.client().newStream(),
                () -> hosts.client().listen(new InetSocketAddress(0), 1),
                () -> stream.activeOpen(ActiveOpen.to(hosts.at(7))),
                () -> unopened.passiveOpen(0),
                unopened::receive,
                listener::tryAccept)) {
            assertThatThrownBy(late::run).hasMessage("host closed");
        }
        assertThat(stream.status().state()).isEqualTo(TcpState.CLOSED);
        stream.abort();
        listener.close();
        hosts.client().close();
    }

    @Test
    void wakesACloseWhenTheHostIsClosed() throws Exception {
        TcpStream stream = hosts.clogged().client();
        Call<Boolean> close = Call.run(stream::close).waits();
        hosts.client().close();
        close.endsWith(LOCAL);
    }
}
