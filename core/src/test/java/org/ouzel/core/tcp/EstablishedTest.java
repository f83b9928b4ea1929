package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/** What a segment does in ESTABLISHED (RFC 9293 §3.10.7.4), row by row; each made by hand, without timestamps. */
class EstablishedTest {
    private static final TcpFlags FIN_ACK = TcpFlags.FIN.with(TcpFlags.ACK);
    private static final byte[] DATA = {1, 2, 3};

    private final Pair pair = new Pair(1, Pair.SETTINGS);
    private final List<TcpSegment> sent = new ArrayList<>();
    private int rcvNxt;
    private int sndNxt;

    @BeforeEach
    void isEstablished() throws CallRefused {
        pair.open();
        pair.run(100 * Pair.MS);
        TcpSegment last = pair.trace.getLast();
        assertThat(last.sourcePort()).isEqualTo(40_000);
        rcvNxt = last.seq();
        sndNxt = last.ack();
    }

    /** Gives the server a segment at a distance from what it expects, and collects what it answers. */
    private void arrives(TcpFlags flags, int distance, int ackDistance, byte... data) {
        TcpOptions options = flags.has(TcpFlags.RST)
                ? TcpOptions.Reset.NONE
                : flags.has(TcpFlags.SYN) ? TcpOptions.Handshake.NONE : TcpOptions.Transfer.NONE;
        TcpSegment segment = new TcpSegment(
                40_000, 7, rcvNxt + distance, sndNxt + ackDistance, flags, 1000, 0, options, Payload.of(data));
        pair.server.onSegment(segment, pair.now);
        pair.server.poll(pair.now, (tuple, settings, answer) -> sent.add(answer));
    }

    private void acknowledged(int distance) {
        assertThat(sent).hasSize(1);
        TcpSegment answer = sent.getFirst();
        assertThat(answer.flags()).isEqualTo(TcpFlags.ACK);
        assertThat(answer.seq()).isEqualTo(sndNxt);
        assertThat(answer.ack()).isEqualTo(rcvNxt + distance);
    }

    // Hostile input T14, RFC 5961 §3.2
    @Test
    void isResetByAResetAtExactlyTheNextNumber() {
        arrives(TcpFlags.RST, 0, 0);
        assertThat(pair.server.state()).isEqualTo(State.CLOSED);
        assertThat(pair.server.ending()).contains(new Ending.RemoteAbort());
        assertThat(sent).isEmpty();
    }

    @Test
    void challengesAResetElsewhereInTheWindow() {
        arrives(TcpFlags.RST, 1000, 0);
        assertThat(pair.server.state()).isEqualTo(State.ESTABLISHED);
        acknowledged(0);
    }

    @Test
    void keepsSilentAtAResetOutsideTheWindow() {
        arrives(TcpFlags.RST, -1, 0);
        arrives(TcpFlags.RST, 1_000_000, 0);
        assertThat(pair.server.state()).isEqualTo(State.ESTABLISHED);
        assertThat(sent).isEmpty();
    }

    // Hostile input T15, RFC 5961 §4.2
    @Test
    void challengesASynInTheWindow() {
        arrives(TcpFlags.SYN, 10, 0);
        assertThat(pair.server.state()).isEqualTo(State.ESTABLISHED);
        acknowledged(0);
    }

    // Hostile input T16, RFC 5961 §5.2
    @Test
    void challengesAndDropsDataThatAcknowledgesWhatWasNeverSent() {
        arrives(TcpFlags.ACK, 0, 1000, DATA);
        assertThat(pair.server.unreadBytes()).isZero();
        acknowledged(0);
    }

    @Test
    void dropsDataWithoutAnAcknowledgment() {
        arrives(TcpFlags.PSH, 0, 0, DATA);
        assertThat(pair.server.unreadBytes()).isZero();
        assertThat(sent).isEmpty();
    }

    @Test
    void takesDataAtTheNextNumber() {
        arrives(TcpFlags.ACK, 0, 0, DATA);
        assertThat(pair.server.unreadBytes()).isEqualTo(3);
        acknowledged(3);
    }

    @Test
    void acknowledgesOldDataAgainWithoutTakingIt() {
        arrives(TcpFlags.ACK, -3, 0, DATA);
        assertThat(pair.server.unreadBytes()).isZero();
        acknowledged(0);
    }

    @Test
    void keepsDataBehindAGapAndTellsOfTheGap() {
        arrives(TcpFlags.ACK, 3, 0, DATA);
        assertThat(pair.server.unreadBytes()).isZero();
        acknowledged(0);
        sent.clear();
        arrives(TcpFlags.ACK, 0, 0, DATA);
        assertThat(pair.server.unreadBytes()).isEqualTo(6);
        acknowledged(6);
    }

    @Test
    void goesToCloseWaitWithAFinInOrder() {
        arrives(FIN_ACK, 0, 0, DATA);
        assertThat(pair.server.state()).isEqualTo(State.CLOSE_WAIT);
        acknowledged(4);
    }

    @Test
    void waitsForWhatIsMissingBeforeAFin() {
        arrives(FIN_ACK, 3, 0, DATA);
        assertThat(pair.server.state()).isEqualTo(State.ESTABLISHED);
        acknowledged(0);
    }

    // Hostile input T19: no more than ten answers a second to segments that carry nothing
    @Test
    void boundsItsAnswersToSegmentsThatAreOutside() {
        for (int i = 0; i < 100; i++) {
            arrives(TcpFlags.ACK, -5, 0);
        }
        assertThat(sent).hasSize(10);
    }
}
