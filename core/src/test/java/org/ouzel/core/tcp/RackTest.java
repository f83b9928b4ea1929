package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;

/** RFC 8985 §6.2, step by step, with a round trip of 40 ms. */
class RackTest {
    private static final long MS = 1_000_000;
    private static final long RTT = 40 * MS;
    private static final long NO_ECHO = TimestampClock.NOT_ECHOED;

    private final Rack rack = new Rack();

    private static Transmission sent(long from, long sentAt) {
        return new Transmission(from, from + 100, 100, sentAt, new Snapshot(0, 0, 0, false, 0, 0));
    }

    private static Transmission sentAgain(long from, long sentAt) {
        Transmission again = sent(from, sentAt);
        again.times = 2;
        return again;
    }

    private void held(Transmission segment, long now) {
        rack.onDelivered(List.of(segment), 0, NO_ECHO, now);
    }

    private void measured(long now) {
        rack.onRtt(RTT, now);
    }

    // ---- Step 2: the segment sent last of those delivered

    @Test
    void takesTheSegmentThatWasSentLast() {
        held(sent(0, 10 * MS), 50 * MS);
        held(sent(300, 30 * MS), 70 * MS);
        held(sent(200, 20 * MS), 75 * MS);
        assertThat(rack.isOvertaken(sent(100, 29 * MS))).isTrue();
        assertThat(rack.isOvertaken(sent(400, 31 * MS))).isFalse();
    }

    // "If Segment.xmit_ts equals RACK.xmit_ts ... then compare Segment.end_seq and RACK.end_seq to break the tie"
    @Test
    void breaksATieOfTimesByPosition() {
        held(sent(200, 10 * MS), 50 * MS);
        assertThat(rack.isOvertaken(sent(100, 10 * MS))).isTrue();
        assertThat(rack.isOvertaken(sent(200, 10 * MS))).isFalse();
        assertThat(rack.isOvertaken(sent(300, 10 * MS))).isFalse();
    }

    // "2. The segment was last retransmitted less than RACK.min_rtt ago."
    @Test
    void passesOverARetransmissionThatIsAnsweredTooSoon() {
        measured(0);
        held(sentAgain(200, 100 * MS), 139 * MS);
        assertThat(rack.isOvertaken(sent(100, 50 * MS))).isFalse();
        held(sentAgain(200, 100 * MS), 140 * MS);
        assertThat(rack.isOvertaken(sent(100, 50 * MS))).isTrue();
    }

    // "1. The Timestamp Echo Reply field (TSecr) ... indicates the ACK was not acknowledging the last retransmission"
    @Test
    void passesOverARetransmissionWhoseTimestampIsNotEchoed() {
        measured(0);
        rack.onDelivered(List.of(sentAgain(200, 100 * MS)), 300, 50 * MS, 150 * MS);
        assertThat(rack.isOvertaken(sent(100, 50 * MS))).isFalse();
        rack.onDelivered(List.of(sentAgain(200, 100 * MS)), 300, 100 * MS, 150 * MS);
        assertThat(rack.isOvertaken(sent(100, 50 * MS))).isTrue();
    }

    // RFC 7323 §4.3: beyond a hole the echoed timestamp is that of what came before the hole. A SACK says nothing by
    // it.
    @Test
    void asksNoTimestampOfWhatIsHeldBeyondAHole() {
        measured(0);
        rack.onDelivered(List.of(sentAgain(200, 100 * MS)), 100, 50 * MS, 150 * MS);
        assertThat(rack.isOvertaken(sent(100, 50 * MS))).isTrue();
    }

    // ---- Step 3: reordering, which keeps the window open during recovery

    private boolean reorderingSeen() {
        return rack.reorderingWindowNs(true, 0, RTT, 200 * MS) > 0;
    }

    @Test
    void seesReorderingInAnOriginalBelowWhatWasDelivered() {
        measured(0);
        held(sent(200, 10 * MS), 50 * MS);
        assertThat(reorderingSeen()).isFalse();
        held(sent(100, 10 * MS), 51 * MS);
        assertThat(reorderingSeen()).isTrue();
    }

    @Test
    void seesNoReorderingInARetransmission() {
        measured(0);
        held(sent(200, 10 * MS), 50 * MS);
        held(sentAgain(100, 52 * MS), 92 * MS);
        assertThat(reorderingSeen()).isFalse();
    }

    @Test
    void seesNoReorderingInWhatComesInOrder() {
        measured(0);
        rack.onDelivered(List.of(sent(0, 10 * MS), sent(100, 11 * MS)), 200, NO_ECHO, 50 * MS);
        assertThat(reorderingSeen()).isFalse();
    }

    // ---- Step 4: the reordering window

    @Test
    @Tag("8985-3.3.2-2")
    void beginsWithAQuarterOfTheLeastRoundTripOrWithNothing() {
        assertThat(rack.reorderingWindowNs(false, 0, 0, 0)).isZero();
        measured(0);
        assertThat(rack.reorderingWindowNs(false, 0, RTT, 0)).isEqualTo(10 * MS);
    }

    @Test
    @Tag("8985-3.3.2-1")
    void isClosedWithoutReorderingInRecoveryOrWhenThreeAreHeld() {
        measured(0);
        assertThat(rack.reorderingWindowNs(false, 2, RTT, 0)).isEqualTo(10 * MS);
        assertThat(rack.reorderingWindowNs(false, 3, RTT, 0)).isZero();
        assertThat(rack.reorderingWindowNs(true, 0, RTT, 0)).isZero();
    }

    // "after N round trips in which a DSACK is received, the RACK.reo_wnd becomes (N+1) * min_RTT / 4"
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 100})
    @Tag("8985-3.3.2-3")
    @Tag("8985-3.3.2-4")
    @Tag("8985-3.3.2-5")
    void growsOnceARoundTripInWhichADuplicateIsToldUpToTheSmoothedRoundTrip(int rounds) {
        measured(0);
        for (int round = 0; round < rounds; round++) {
            rack.onDuplicateTold(round * 1000L, (round + 1) * 1000L);
            rack.onDuplicateTold(round * 1000L + 500, (round + 1) * 1000L + 300);
        }
        assertThat(rack.reorderingWindowNs(false, 0, RTT + 5 * MS, 0))
                .isEqualTo(Math.min((rounds + 1L) * 10 * MS, RTT + 5 * MS));
    }

    // "RACK persists using the inflated RACK.reo_wnd for up to 16 loss recoveries"
    @Test
    void isAsItWasAfterSixteenRecoveries() {
        measured(0);
        rack.onDuplicateTold(0, 1000);
        for (int recovery = 0; recovery < 15; recovery++) {
            rack.onRecovered();
        }
        assertThat(rack.reorderingWindowNs(false, 0, RTT, 0)).isEqualTo(20 * MS);
        rack.onRecovered();
        assertThat(rack.reorderingWindowNs(false, 0, RTT, 0)).isEqualTo(10 * MS);
    }

    // ---- Step 5: when a segment is lost

    // "now >= Segment.xmit_ts + RACK.reo_wnd + RACK.rtt"
    @Test
    void isLostARoundTripAndTheWindowAfterItWasSent() {
        held(sent(300, 30 * MS), 75 * MS);
        assertThat(rack.lostAt(sent(100, 10 * MS), 5 * MS)).isEqualTo(60 * MS);
        assertThat(rack.allLostAt(5 * MS)).isEqualTo(80 * MS);
    }

    // ---- Step 1: the least round trip

    @Test
    @Tag("8985-6.2-1")
    void forgetsALeastRoundTripOfAPathThatIsNoMore() {
        measured(0);
        long minute = 60_000 * MS;
        for (int i = 1; i <= 10; i++) {
            rack.onRtt(3 * RTT, i * minute);
        }
        assertThat(rack.minRttNs(10 * minute)).isEqualTo(3 * RTT);
        rack.onRtt(2 * RTT, 10 * minute);
        assertThat(rack.minRttNs(10 * minute)).isEqualTo(2 * RTT);
    }
}
