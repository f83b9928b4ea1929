package org.ouzel.core.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;
import org.ouzel.core.tcp.congestion.CongestionControl.Loss;

class NewRenoTest {
    private static final int MSS = 1460;

    private final NewReno reno = new NewReno();

    @BeforeEach
    void knowsTheSegmentSize() {
        reno.onSegmentSize(MSS);
    }

    @Test
    @Tag("6928-2-1")
    void beginsWithTenSegments() {
        assertThat(reno.cwndBytes()).isEqualTo(10 * MSS); // RFC 6928 §2
        assertThat(reno.phase()).isEqualTo("slow start");
    }

    @Test
    @Tag("MUST-19")
    @Tag("3465-2.2-1")
    @Tag("3465-2.3-1")
    @Tag("3465-2.3-2")
    void countsBytesInSlowStartButNoMoreThanTwoSegmentsOfOneAcknowledgment() {
        reno.onAcknowledged(acked(0, MSS, 10 * MSS));
        assertThat(reno.cwndBytes()).isEqualTo(11 * MSS);
        reno.onAcknowledged(acked(0, 9 * MSS, 10 * MSS));
        assertThat(reno.cwndBytes()).isEqualTo(13 * MSS);
    }

    // Hostile input T42: a segment acknowledged byte by byte opens the window no further than acknowledged at once.
    @Test
    @Tag("5681-5-1")
    void gainsNothingFromDividedAcknowledgments() {
        for (int ack = 0; ack < MSS; ack++) {
            reno.onAcknowledged(acked(0, 1, 10 * MSS));
        }
        assertThat(reno.cwndBytes()).isEqualTo(11 * MSS);
    }

    @Test
    @Tag("7661-4.4-4")
    void doesNotGrowAWindowThatIsNotUsed() {
        reno.onAcknowledged(acked(0, MSS, MSS));
        assertThat(reno.cwndBytes()).isEqualTo(10 * MSS);
    }

    @Test
    @Tag("MUST-19")
    @Tag("5681-3.1-8")
    @Tag("5681-3.1-11")
    @Tag("5681-3.1-12")
    @Tag("5681-3.1-13")
    @Tag("5681-3.2-6")
    @Tag("5681-3.2-10")
    @Tag("5681-4.3-3")
    @Tag("5681-4.3-5")
    void halvesAtALossAndThenGrowsByASegmentForEachWindow() {
        openTo(20);
        reno.onLoss(new Loss(0, 20 * MSS, 20 * MSS));
        assertThat(reno.ssthreshBytes()).isEqualTo(10 * MSS);
        assertThat(reno.phase()).isEqualTo("fast recovery");
        reno.onRecovered(0, 10 * MSS);
        assertThat(reno.cwndBytes()).isEqualTo(10 * MSS);
        for (int ack = 0; ack < 10; ack++) {
            reno.onAcknowledged(acked(0, MSS, 10 * MSS));
        }
        assertThat(reno.cwndBytes()).isEqualTo(11 * MSS);
    }

    @Test
    @Tag("MUST-19")
    @Tag("5681-3.1-14")
    @Tag("5681-3.1-15")
    @Tag("5681-3.1-16")
    @Tag("6928-2-4")
    void beginsAgainWithOneSegmentAfterATimeoutAndHoldsTheThresholdAtTheNext() {
        openTo(20);
        reno.onTimeout(new Loss(0, 20 * MSS, 20 * MSS), false);
        assertThat(reno.cwndBytes()).isEqualTo(MSS);
        assertThat(reno.ssthreshBytes()).isEqualTo(10 * MSS);
        reno.onTimeout(new Loss(0, MSS, MSS), true);
        assertThat(reno.ssthreshBytes()).isEqualTo(10 * MSS);
    }

    @Test
    @Tag("8511-3-1")
    void keepsFourFifthsOfWhatWasInFlightWhenCongestionIsEchoed() {
        openTo(20);
        reno.onEcnEcho(new Loss(0, 20 * MSS, 20 * MSS));
        assertThat(reno.cwndBytes()).isEqualTo(16 * MSS);
        assertThat(reno.ssthreshBytes()).isEqualTo(16 * MSS);
        assertThat(reno.phase()).isEqualTo("congestion avoidance");
    }

    @Test
    void fallsBelowTheLeastThresholdWhileCongestionIsEchoedAndToOneSegment() {
        openTo(20);
        reno.onEcnEcho(new Loss(0, 2 * MSS, 2 * MSS));
        assertThat(reno.cwndBytes()).isEqualTo(2 * MSS);
        for (int round = 0; round < 5; round++) {
            reno.onEcnEcho(new Loss(round, MSS, MSS));
        }
        assertThat(reno.ssthreshBytes()).isEqualTo(2 * MSS);
        assertThat(reno.cwndBytes()).isEqualTo(MSS);
    }

    // RFC 5681 §4.1
    @Test
    @Tag("5681-4.1-1")
    void startsAgainFromTheInitialWindowAfterAnIdleTime() {
        NewReno control = new NewReno();
        control.onSegmentSize(1000);
        for (int i = 0; i < 100; i++) {
            control.onAcknowledged(acked(i, 1000, control.cwndBytes()));
        }
        assertThat(control.cwndBytes()).isGreaterThan(50_000);
        control.onIdle(0);
        assertThat(control.cwndBytes()).isEqualTo(10_000);
        control.onTimeout(new Loss(200, 10_000, 10_000), false);
        control.onIdle(0);
        assertThat(control.cwndBytes()).isEqualTo(1000);
    }

    @Test
    @Tag("7661-4.4.3-1")
    @Tag("7661-4.4.3-2")
    void aimsAtThreeQuartersOfAWindowThatWasNotUsed() {
        openTo(20);
        reno.onLoss(new Loss(0, 20 * MSS, 20 * MSS));
        reno.onRecovered(0, 10 * MSS);
        openTo(24);
        reno.onIdle(0);
        assertThat(reno.ssthreshBytes()).isEqualTo(18 * MSS);
        assertThat(reno.cwndBytes()).isEqualTo(10 * MSS);
        reno.onIdle(0);
        assertThat(reno.ssthreshBytes()).isEqualTo(18 * MSS);
    }

    // RFC 5681 §3.2: what limited transmit has sent does not count.
    @Test
    @Tag("5681-3.2-12")
    void doesNotCountWhatWasSentBeyondTheWindow() {
        reno.onLoss(new Loss(0, 12 * MSS, 12 * MSS));
        assertThat(reno.ssthreshBytes()).isEqualTo(5 * MSS);
    }

    @Test
    @Tag("7661-4.4.1-1")
    void halvesWhatWasUsedWhenTheWindowWasNot() {
        openTo(20);
        reno.onAcknowledged(acked(0, MSS, MSS));
        reno.onLoss(new Loss(0, 2 * MSS, 12 * MSS));
        assertThat(reno.ssthreshBytes()).isEqualTo(6 * MSS);
    }

    @Test
    @Tag("3465-2.3-3")
    @Tag("3465-3.2-1")
    @Tag("3465-3.2-2")
    void countsOneSegmentOfAnAcknowledgmentUntilATimeoutIsRepaired() {
        openTo(40);
        reno.onTimeout(new Loss(0, 40 * MSS, 40 * MSS), false);
        reno.onAcknowledged(acked(1, 1000, 40_000, 9 * MSS));
        assertThat(reno.cwndBytes()).isEqualTo(2 * MSS);
        reno.onAcknowledged(acked(1, 39_999, 50_000, 9 * MSS));
        assertThat(reno.cwndBytes()).isEqualTo(3 * MSS);
        reno.onAcknowledged(acked(1, 40_000, 50_000, 9 * MSS));
        assertThat(reno.cwndBytes()).isEqualTo(5 * MSS);
    }

    @Test
    @Tag("5681-3.1-1")
    void doesNotOvershootTheThreshold() {
        openTo(21);
        reno.onTimeout(new Loss(0, 21 * MSS, 21 * MSS), false);
        for (int i = 0; i < 30; i++) {
            reno.onAcknowledged(acked(i, MSS, 10 * MSS));
        }
        assertThat(reno.cwndBytes()).isBetween(10L * MSS + MSS / 2, 13L * MSS);
        assertThat(reno.phase()).isEqualTo("congestion avoidance");
    }

    @Test
    @Tag("4015-3.1-3")
    void isAsBeforeAfterASpuriousTimeoutOrLoss() {
        openTo(40);
        reno.onTimeout(new Loss(0, 40 * MSS, 40 * MSS), false);
        reno.onTimeout(new Loss(0, 40 * MSS, 40 * MSS), true);
        reno.onSpurious(0, 40 * MSS);
        assertThat(reno.cwndBytes()).isEqualTo(40 * MSS);
        assertThat(reno.ssthreshBytes()).isEqualTo(Long.MAX_VALUE);
        reno.onLoss(new Loss(0, 40 * MSS, 40 * MSS));
        reno.onSpurious(0, 40 * MSS);
        assertThat(reno.cwndBytes()).isEqualTo(40 * MSS);
        assertThat(reno.phase()).isEqualTo("slow start");
    }

    // RFC 9937 §6.2
    @Test
    @Tag("9937-6.4-1")
    void endsRecoveryAtTheThreshold() {
        openTo(40);
        reno.onLoss(new Loss(0, 40 * MSS, 40 * MSS));
        reno.onRecovered(0, 0);
        assertThat(reno.cwndBytes()).isEqualTo(20 * MSS);
        // One that comes after a timeout has ended recovery changes nothing.
        reno.onTimeout(new Loss(0, 20 * MSS, 20 * MSS), false);
        reno.onRecovered(0, 0);
        assertThat(reno.cwndBytes()).isEqualTo(MSS);
    }

    private void openTo(int segments) {
        while (reno.cwndBytes() < (long) segments * MSS) {
            reno.onAcknowledged(acked(0, MSS, reno.cwndBytes()));
        }
    }

    private static Acknowledged acked(long now, long sndUna, long sndNxt, long bytes) {
        CongestionControl.DeliverySample none = Acks.noSample(bytes);
        return new KeptAcknowledged(now, sndUna, sndNxt, bytes, bytes, 0, bytes, 0, -1, true, false, 0, none);
    }

    /** So much was acknowledged, of so much in flight. */
    private static Acknowledged acked(long now, long bytes, long flightBytes) {
        boolean validated = flightBytes > MSS;
        return new KeptAcknowledged(
                now,
                1,
                1,
                bytes,
                bytes,
                0,
                flightBytes,
                flightBytes - bytes,
                -1,
                validated,
                false,
                0,
                Acks.noSample(bytes));
    }

    @Test
    void countsInWholeSegmentsWhereTold() {
        reno.onCountingSegments();
        reno.onLoss(new Loss(0, 7 * MSS, 7 * MSS));
        assertThat(reno.ssthreshBytes()).isEqualTo(3 * MSS);
    }
}
