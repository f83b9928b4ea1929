package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;

import java.io.InterruptedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.CloseReason;
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
    private static final CloseReason REMOTE = new CloseReason.RemoteAbort();

    private final RawPeer peer = new RawPeer();

    @AfterEach
    void end() {
        peer.close();
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

    // ---- Abort

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
}
