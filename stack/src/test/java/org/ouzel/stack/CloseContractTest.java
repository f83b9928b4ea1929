package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.Texts.bytes;
import static org.ouzel.stack.Texts.text;

import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
import org.ouzel.core.wire.TcpFlags;

/** CLOSE, ABORT, and the end of a host. */
@Timeout(60)
class CloseContractTest {
    private static final TcpFlags FIN = TcpFlags.ACK.with(TcpFlags.FIN);
    private static final CloseReason LOCAL = new CloseReason.LocalAbort();
    private static final CloseReason REMOTE = new CloseReason.RemoteAbort();

    private final TwoHosts hosts = TwoHosts.onAGoodWire();
    private final RawPeer peer = new RawPeer();

    @AfterEach
    void end() {
        hosts.close();
        peer.close();
    }

    private static StreamOptions finWait2(Duration time) {
        return StreamOptions.DEFAULT.withWaits(Duration.ofMillis(20), time);
    }

    private static void ends(TcpStream stream, CloseReason reason) {
        Eventually.holds(
                () -> stream.closeReason().isPresent(), () -> stream.status().toString());
        assertThat(stream.closeReason()).contains(reason);
    }

    // ---- Close

    @Test
    void opensSendsReceivesAndClosesAndHoldsNothingAfterwards() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
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
    void returnsWhenAllDataAndTheFinAreAcknowledged() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        stream.send(bytes("all"));
        Call<Boolean> first = Call.run(stream::close).waits();
        Call<Boolean> second = Call.run(stream::close).waits();
        Call<Boolean> interrupted = Call.run(stream::close).waits();
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedIOException.class);
        assertThat(interrupted.leavesInterruptStatus()).isTrue();
        RawPeer.Packet fin = peer.next(segment -> segment.has(TcpFlags.FIN));
        first.waits();
        assertThat(fin.segment().seq() + fin.segment().payload().length())
                .isEqualTo((int) (stream.status().sequence().sndUna() + 3));
        peer.send(TcpFlags.ACK);
        first.get();
        second.get();
        stream.close();
        assertThat(stream.status().state()).isEqualTo(TcpState.FIN_WAIT_2);
        assertThat(stream.closeReason()).isEmpty();
    }

    @Test
    void closesAfterThePeer() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        peer.send(FIN);
        assertThat(stream.receive().isEnd()).isTrue();
        stream.send(bytes("more"));
        peer.nextText();
        Call<Boolean> close = Call.run(stream::close).waits();
        assertThat(stream.status().state()).isEqualTo(TcpState.LAST_ACK);
        peer.next(segment -> segment.has(TcpFlags.FIN));
        peer.send(TcpFlags.ACK);
        close.get();
        assertThat(stream.status().state()).isEqualTo(TcpState.CLOSED);
        assertThat(stream.closeReason()).contains(new CloseReason.Graceful());
    }

    @Test
    void throwsOnceWhenTheConnectionEndsBeforeAllIsAcknowledged() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        stream.send(bytes("lost"));
        Call<Boolean> close = Call.run(stream::close).waits();
        peer.send(TcpFlags.RST);
        close.endsWith(REMOTE);
        stream.close();
        stream.startClose();
    }

    @Test
    void throwsFromTheFirstCloseAfterAReset() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        peer.send(TcpFlags.RST);
        ends(stream, REMOTE);
        Call.run(stream::close).endsWith(REMOTE);
        stream.close();
    }

    @Test
    void endsACloseAtTheUserTimeoutWhenThePeerIsGone() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        streams.client().setUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(100)));
        hosts.vanish();
        streams.client().send(bytes("nobody hears"));
        assertThatThrownBy(() -> streams.client().close()).isInstanceOfSatisfying(StreamEndedException.class, ended -> {
            assertThat(ended.reason()).isEqualTo(new CloseReason.UserTimeout(Duration.ofMillis(100)));
            assertThat(ended.bytesAcknowledged()).isZero();
        });
    }

    // ---- FIN-WAIT-2

    @Test
    void endsAClosedStreamWhosePeerNeverCloses() throws Exception {
        TcpStream stream = peer.connect(finWait2(Duration.ofMillis(50)));
        stream.startClose();
        peer.next(segment -> segment.has(TcpFlags.FIN));
        peer.send(TcpFlags.ACK);
        ends(stream, LOCAL);
        stream.close();
    }

    @Test
    @Tag("SHLD-3")
    void resetsAClosedStreamThatHasUnreadData() throws Exception {
        TcpStream stream = peer.connect(finWait2(Duration.ofMillis(50)));
        stream.startClose();
        peer.next(segment -> segment.has(TcpFlags.FIN));
        peer.send(TcpFlags.ACK, "unread");
        peer.next(segment -> segment.has(TcpFlags.RST));
        ends(stream, LOCAL);
        assertThat(peer.host.counters()).containsEntry("pages.lent", 0L);
    }

    @Test
    void doesNotEndAClosedStreamThatSomebodyReads() throws Exception {
        TcpStream stream = peer.connect(finWait2(Duration.ofMillis(20)));
        Call<Received> receive = Call.of(stream::receive).waits();
        stream.startClose();
        peer.next(segment -> segment.has(TcpFlags.FIN));
        peer.send(TcpFlags.ACK);
        Eventually.holds(() -> stream.status().state() == TcpState.FIN_WAIT_2, () -> stream.status()
                .toString());
        // Another connection of the same host lives through several such times meanwhile.
        try (RawPeer other = new RawPeer()) {
            for (int i = 0; i < 5; i++) {
                TcpStream shorter = other.connect(finWait2(Duration.ofMillis(20)));
                shorter.startClose();
                other.next(segment -> segment.has(TcpFlags.FIN));
                other.send(TcpFlags.ACK);
                ends(shorter, LOCAL);
            }
        }
        receive.waits();
        peer.send(TcpFlags.ACK.with(TcpFlags.PSH), "late answer");
        assertThat(text(receive.get())).isEqualTo("late answer");
        ends(stream, LOCAL);
    }

    /** All was acknowledged, which is what a close promises; that the peer resets afterwards, a receive tells. */
    @Test
    void keepsItsWordThoughAResetFollowsTheAcknowledgment() throws Exception {
        TcpStream stream = peer.connect(finWait2(Duration.ofSeconds(20)));
        stream.startClose();
        peer.next(segment -> segment.has(TcpFlags.FIN));
        peer.send(TcpFlags.ACK);
        peer.send(TcpFlags.RST);
        ends(stream, new CloseReason.RemoteAbort());
        stream.close();
        assertThatThrownBy(stream::receive).isInstanceOf(StreamEndedException.class);
    }

    // ---- Abort

    @Test
    void tellsThePeerOfAnAbort() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
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
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Call<Boolean> close = Call.run(stream::close).waits();
        stream.abort();
        close.endsWith(LOCAL);
        peer.next(segment -> segment.has(TcpFlags.RST));
    }

    @Test
    void dropsWithAnAbortWhatIsUnread() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        peer.send(TcpFlags.ACK, "unread");
        peer.send(TcpFlags.RST);
        ends(stream, REMOTE);
        assertThat(peer.host.counters()).containsEntry("pages.lent", 1L);
        stream.abort();
        assertThat(stream.closeReason()).contains(REMOTE);
        Call.run(stream::receive).endsWith(REMOTE);
        assertThat(peer.host.counters()).containsEntry("pages.lent", 0L);
    }

    @Test
    void givesBackThePagesOfAStreamThatNobodyCanReadAnyMore() throws Exception {
        leaveUnread();
        assertThat(hosts.client.counters()).containsEntry("pages.lent", 1L);
        Eventually.holds(
                () -> {
                    System.gc();
                    return hosts.client.counters().getOrDefault("pages.lent", -1L) == 0;
                },
                () -> hosts.client.counters().toString());
    }

    private void leaveUnread() throws Exception {
        TwoHosts.Streams streams = hosts.connect();
        try (TcpStream client = streams.client();
                TcpStream server = streams.server()) {
            client.startClose();
            assertThat(server.receive().isEnd()).isTrue();
            server.sendAcknowledged(bytes("unread"));
        }
        ends(streams.client(), new CloseReason.Graceful());
    }

    // ---- The end of the host

    @Test
    void failsEveryCallWhenTheHostIsClosed() throws Exception {
        TcpListener listener = peer.host.listen(new InetSocketAddress(80), 1);
        TcpStream waiting = peer.host.newStream();
        waiting.passiveOpen(9);
        TcpStream unopened = peer.host.newStream();
        TcpStream stream = peer.connect(StreamOptions.DEFAULT.withBuffers(1000, 1000));
        List<Call<Boolean>> onTheConnection = List.of(
                Call.run(stream::receive).waits(),
                Call.run(stream::receive).waits(),
                Call.run(() -> stream.sendAcknowledged(ByteBuffer.allocate(1000)))
                        .waits(),
                Call.run(() -> stream.send(bytes("x"))).waits(),
                Call.run(stream::flush).waits(),
                Call.run(waiting::awaitOpen).waits());
        Call<Boolean> accept = Call.run(listener::accept).waits();
        peer.host.close();
        for (Call<Boolean> call : onTheConnection) {
            call.endsWith(LOCAL);
        }
        assertThat(accept.failure()).hasMessage("host closed");
        peer.next(segment -> segment.has(TcpFlags.RST));
        assertThat(stream.closeReason()).contains(LOCAL);
        Call.run(stream::receive).endsWith(LOCAL);
        Call.run(() -> stream.send(bytes("x"))).endsWith(LOCAL);
        for (Call.Action late : List.<Call.Action>of(
                () -> peer.host.newStream(),
                () -> peer.host.listen(new InetSocketAddress(81), 1),
                () -> stream.activeOpen(ActiveOpen.to(RawPeer.address())),
                () -> unopened.passiveOpen(7),
                unopened::receive,
                listener::tryAccept)) {
            assertThatThrownBy(late::run).hasMessage("host closed");
        }
        assertThat(stream.status().state()).isEqualTo(TcpState.CLOSED);
        stream.abort();
        listener.close();
        peer.host.close();
    }

    @Test
    void wakesACloseWhenTheHostIsClosed() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Call<Boolean> close = Call.run(stream::close).waits();
        peer.host.close();
        close.endsWith(LOCAL);
    }
}
