package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

import java.io.InterruptedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.CloseReason;
import org.ouzel.Received;
import org.ouzel.StreamEndedException;
import org.ouzel.StreamOptions;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;

/** CLOSE, ABORT, and the end of a host, as the wire shows them. */
@Timeout(60)
class CloseWireTest {
    private static final TcpFlags FIN = TcpFlags.ACK.with(TcpFlags.FIN);
    private static final CloseReason LOCAL = new CloseReason.LocalAbort();
    private static final CloseReason REMOTE = new CloseReason.RemoteAbort();

    private final RawPeer peer = new RawPeer();

    @AfterEach
    void end() {
        peer.close();
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

    // ---- FIN-WAIT-2

    @Test
    void doesNotEndAClosedStreamThatSomebodyReads() throws Exception {
        TcpStream stream = peer.connect(finWait2(Duration.ofMillis(20)));
        Call<Received> receive = Call.of(stream::receive).waits();
        stream.startClose();
        peer.next(segment -> segment.has(TcpFlags.FIN));
        peer.send(TcpFlags.ACK);
        Eventually.is(stream, TcpState.FIN_WAIT_2);
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

    // ---- The end of the host

    @Test
    void wakesACloseWhenTheHostIsClosed() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Call<Boolean> close = Call.run(stream::close).waits();
        peer.host.close();
        close.endsWith(LOCAL);
    }
}
