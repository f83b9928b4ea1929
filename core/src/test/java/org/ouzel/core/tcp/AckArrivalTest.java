package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.ouzel.core.tcp.AckArrival.Verdict.IMPLAUSIBLE;
import static org.ouzel.core.tcp.AckArrival.Verdict.OPENS;
import static org.ouzel.core.tcp.AckArrival.Verdict.PLAUSIBLE;
import static org.ouzel.core.tcp.AckArrival.Verdict.REFUSED;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** The fifth step of RFC 9293 §3.10.7.4 by itself, whatever the state: an acknowledgment, and the window that comes with it. */
class AckArrivalTest {
    private static final int IRS = 5_000;
    private static final int WINDOW = 1_000;

    private LoneParts lone = new LoneParts(1_000, IRS, LoneParts.PLAIN);
    private AckArrival arrival = new AckArrival(lone.parts);

    private void begin(int iss, Negotiated negotiated) {
        lone = new LoneParts(iss, IRS, negotiated);
        arrival = new AckArrival(lone.parts);
    }

    private AckArrival.Verdict arrives(TcpSegment segment, long position, boolean opening) {
        AckArrival.Verdict verdict = arrival.judge(segment, opening);
        if (verdict == OPENS || verdict == PLAUSIBLE) {
            arrival.take(segment, position, lone.now);
        }
        return verdict;
    }

    private AckArrival.Verdict acks(long acked, boolean opening) {
        return arrives(lone.segment(TcpFlags.ACK, 1, acked, WINDOW, 0), 1, opening);
    }

    private AckArrival.Verdict acks(long position, long acked, int window) {
        return arrives(lone.segment(TcpFlags.ACK, position, acked, window, 0), position, false);
    }

    /** The handshake is over, and what the peer has a window for is on its way. */
    private void inFlight(int bytes) {
        assertThat(acks(1, true)).isEqualTo(OPENS);
        lone.send(bytes);
        assertThat(lone.parts.sender().sndNxt()).isEqualTo(1 + bytes);
        lone.signals.clear();
    }

    /** A congestion control of the user's may fail: by then it is known that the handshake is over. */
    @Test
    void judgesBeforeAnybodyIsTold() {
        assertThat(arrival.judge(lone.segment(TcpFlags.ACK, 1, 1, WINDOW, 0), true))
                .isEqualTo(OPENS);
        assertThat(lone.parts.sender().sndUna()).isZero();
    }

    private List<TcpSegment> replies() {
        List<TcpSegment> all = new ArrayList<>();
        lone.session.pollReplies(
                (tuple, settings, departing) -> all.add(departing.segment().kept()));
        return all;
    }

    // SYN-RECEIVED: "If the segment acknowledgment is not acceptable, form a reset segment <SEQ=SEG.ACK><CTL=RST> and
    // send it." Acceptable is "SND.UNA < SEG.ACK =< SND.NXT".
    @ParameterizedTest
    @CsvSource({"0, 1000", "2, 1000", "-5, 1000", "0, 0x7fffffff", "2, 0x7fffffff", "0, -1", "2, -1", "70000, -1"})
    void refusesAnAcknowledgmentOfAnotherHandshake(long acked, String number) {
        int iss = Integer.decode(number);
        begin(iss, LoneParts.PLAIN);
        assertThat(acks(acked, true)).isEqualTo(REFUSED);
        assertThat(replies()).singleElement().satisfies(reset -> {
            assertThat(reset.flags()).isEqualTo(TcpFlags.RST);
            assertThat(reset.seq()).isEqualTo(iss + (int) acked);
        });
        assertThat(lone.drops.snapshot()).containsOnly(entry(DropReason.BAD_ACKNOWLEDGMENT, 1L));
        assertThat(lone.parts.sender().sndUna()).isZero();
        assertThat(lone.signals.take()).isEmpty();
    }

    // "SND.WND <- SEG.WND, SND.WL1 <- SEG.SEQ, SND.WL2 <- SEG.ACK"
    @ParameterizedTest
    @ValueSource(ints = {1_000, Integer.MAX_VALUE, -1})
    void opensWithTheFirstThatAcknowledgesOurSyn(int iss) {
        begin(iss, new Negotiated(1000, true, 3, 0, false, false));
        assertThat(acks(1, true)).isEqualTo(OPENS);
        assertThat(lone.parts.sender().sndWnd()).isEqualTo(WINDOW << 3);
        assertThat(acks(1, false)).isEqualTo(PLAUSIBLE);
        assertThat(replies()).isEmpty();
    }

    // A user who closes in SYN-RECEIVED is in FIN-WAIT-1.
    @Test
    void opensThoughTheStateIsAnother() {
        assertThat(acks(0, false)).isEqualTo(PLAUSIBLE);
        assertThat(acks(1, false)).isEqualTo(OPENS);
    }

    // RFC 5961 §5.2: "The ACK value is considered acceptable only if it is in the range of ((SND.UNA - MAX.SND.WND) <=
    // SEG.ACK <= SND.NXT)."
    @ParameterizedTest
    @ValueSource(ints = {1_000, Integer.MAX_VALUE - 500, -500})
    void takesWhatIsBetweenTheLargestWindowAgoAndWhatWasSentLast(int iss) {
        begin(iss, LoneParts.PLAIN);
        inFlight(700);
        assertThat(acks(701, false)).isEqualTo(PLAUSIBLE);
        assertThat(lone.parts.sender().sndUna()).isEqualTo(701);
        assertThat(acks(702, false)).isEqualTo(IMPLAUSIBLE);
        assertThat(acks(701 - WINDOW, false)).isEqualTo(PLAUSIBLE);
        assertThat(acks(701 - WINDOW - 1, false)).isEqualTo(IMPLAUSIBLE);
        assertThat(lone.drops.snapshot()).containsOnly(entry(DropReason.BAD_ACKNOWLEDGMENT, 2L));
        assertThat(lone.parts.sender().sndUna()).isEqualTo(701);
        assertThat(replies()).as("what answers it is for others to say").isEmpty();
    }

    @Test
    void tellsTheUserOfWhatAcknowledgesMoreThanAnyBefore() {
        inFlight(700);
        acks(1, false);
        assertThat(lone.signals.take()).isEmpty();
        acks(400, false);
        assertThat(lone.signals.take()).containsExactly(Signal.ACKNOWLEDGED);
        acks(400, false);
        acks(300, false);
        assertThat(lone.signals.take()).isEmpty();
    }

    // "If SND.UNA =< SEG.ACK =< SND.NXT, the send window should be updated. If (SND.WL1 < SEG.SEQ or (SND.WL1 = SEG.SEQ
    // and SND.WL2 =< SEG.ACK)), set SND.WND <- SEG.WND". The window was taken last from SEQ 10, ACK 301; SND.UNA is
    // 301.
    @ParameterizedTest
    @CsvSource({
        "10, 301, true",
        "11, 301, true",
        "9, 301, false",
        "1, 301, false",
        // "The check here prevents using old segments": what acknowledges more than any before it is none.
        "9, 302, true",
        "10, 302, true",
        // SEG.ACK < SND.UNA
        "10, 300, false",
        "11, 300, false",
    })
    void takesTheWindowOfWhatIsNotOlder(long position, long acked, boolean taken) {
        inFlight(700);
        acks(10, 301, 900);
        assertThat(lone.parts.sender().sndWnd()).isEqualTo(900);
        assertThat(acks(position, acked, 800)).isEqualTo(PLAUSIBLE);
        assertThat(lone.parts.sender().sndWnd()).isEqualTo(taken ? 800 : 900);
    }

    // SND.WL1 and SND.WL2 are of the last segment that the window was taken from, also where that went back.
    @Test
    void takesTheWindowsOfWhatFollowsWhatWasSentAgain() {
        inFlight(700);
        acks(10, 301, 900);
        acks(4, 302, 800);
        acks(5, 302, 700);
        assertThat(lone.parts.sender().sndWnd()).isEqualTo(700);
    }

    // RFC 7323 §2.2: "The window field in a segment where the SYN bit is set (i.e., a <SYN> or <SYN,ACK>) MUST NOT be
    // scaled."
    @Test
    void doesNotScaleTheWindowOfTheAnswerToOurSyn() {
        begin(-1, new Negotiated(1000, true, 3, 0, false, false));
        arrival.onAnswer(lone.segment(TcpFlags.SYN_ACK, 0, 1, WINDOW, 0), lone.now);
        assertThat(lone.parts.sender().sndUna()).isEqualTo(1);
        assertThat(lone.parts.sender().sndWnd()).isEqualTo(WINDOW);
        acks(1, 1, WINDOW);
        assertThat(lone.parts.sender().sndWnd()).isEqualTo(WINDOW << 3);
    }

    // RFC 2018 §3: only where both ends have said that they know the option.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void looksAtBlocksWhereTheyWereAgreedOn(boolean sack) {
        begin(1_000, new Negotiated(1000, false, 0, 0, false, sack));
        inFlight(700);
        Transfer blocks = Transfer.of(Optional.empty(), List.of(new SackBlock(1_000 + 301, 1_000 + 701)));
        arrives(lone.segment(TcpFlags.ACK, 1, 1, WINDOW, 0, blocks), 1, false);
        assertThat(lone.session.counters().sackBlocksIn).isEqualTo(sack ? 1 : 0);
    }
}
