package org.ouzel.core.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.congestion.CongestionControl.Loss;
import org.ouzel.core.tcp.congestion.CongestionControl.Sent;

class CubicTest {
    private static final int MSS = 1000;
    private static final long SECOND = 1_000_000_000;
    private static final double ALPHA = 3 * 0.3 / 1.7;

    private final Cubic cubic = new Cubic();
    private final Acks acks = new Acks();
    private long now = 7 * SECOND;

    @BeforeEach
    void knowsTheSegmentSize() {
        cubic.onSegmentSize(MSS);
    }

    @Test
    @Tag("9438-4.4-1")
    @Tag("9438-4.5-1")
    @Tag("9438-5.1-2")
    void followsTheCubicFunctionForAMinute() {
        openTo(10_000);
        lose();
        double k = Math.cbrt(10_000 * 0.3 / 0.4);
        follow(60, 0.1, t -> 0.4 * cube(t - k) + 10_000, "concave", "convex");
    }

    @Test
    @Tag("9438-4.3-1")
    @Tag("9438-4.3-2")
    void growsAsRenoWouldWhereThatIsFaster() {
        openTo(50);
        lose();
        // 35 segments, until 50 by ALPHA a round trip, then by one: at 4 ms that is always faster than the cubic
        // function.
        double reached = 15 * 0.004 / ALPHA;
        follow(
                20,
                0.004,
                t -> t < reached ? 35 + ALPHA * t / 0.004 : 50 + (t - reached) / 0.004,
                "Reno-friendly",
                "Reno-friendly");
    }

    @Test
    @Tag("9438-4.7-1")
    void plateausEarlierAfterALossBeforeThePlateau() {
        openTo(10_000);
        lose();
        follow(5, 0.1, t -> 0.4 * cube(t - Math.cbrt(7500)) + 10_000, "concave", "concave");
        double reached = segments();
        assertThat(reached).isBetween(8500.0, 9000.0);
        lose();
        double plateau = reached * 0.85;
        double k = Math.cbrt((plateau - reached * 0.7) / 0.4);
        follow(30, 0.1, t -> 0.4 * cube(t - k) + plateau, "concave", "convex");
    }

    @Test
    @Tag("9438-4.6-1")
    @Tag("9438-4.6-2")
    @Tag("7661-4.4.1-3")
    void keepsSevenTenthsOfWhatWasInFlightAndTwoSegmentsAtLeast() {
        openTo(100);
        cubic.onLoss(new Loss(now, 80 * MSS, 80 * MSS));
        assertThat(cubic.ssthreshBytes()).isEqualTo(56 * MSS);
        assertThat(cubic.cwndBytes()).isEqualTo(56 * MSS);
        assertThat(cubic.phase()).isEqualTo("fast recovery");
        cubic.onRecovered(now, MSS);
        cubic.onLoss(new Loss(now, MSS, MSS));
        assertThat(cubic.ssthreshBytes()).isEqualTo(2 * MSS);
        assertThat(cubic.cwndBytes()).isEqualTo(2 * MSS);
    }

    // RFC 8511 §3.1: less is to be given up, and the plateau is where it was.
    @Test
    void keepsMoreWhenCongestionIsEchoedAndGrowsBackAlongTheCurve() {
        openTo(1000);
        cubic.onEcnEcho(new Loss(now, 1000 * MSS, 1000 * MSS));
        assertThat(cubic.cwndBytes()).isEqualTo(850 * MSS);
        assertThat(cubic.ssthreshBytes()).isEqualTo(850 * MSS);
        double k = Math.cbrt(150 / 0.4);
        follow(12, 0.1, t -> 0.4 * cube(t - k) + 1000, "concave", "convex");
    }

    @Test
    @Tag("9438-4.6-4")
    void fallsToOneSegmentWhileCongestionIsEchoed() {
        openTo(100);
        for (int round = 0; round < 60; round++) {
            cubic.onEcnEcho(new Loss(now, cubic.cwndBytes(), cubic.cwndBytes()));
        }
        assertThat(cubic.cwndBytes()).isEqualTo(MSS);
    }

    @Test
    @Tag("9438-4.8-1")
    void beginsAtTheBottomOfTheConvexPartAfterATimeout() {
        openTo(1000);
        cubic.onTimeout(new Loss(now, 1000 * MSS, 1000 * MSS), false);
        assertThat(cubic.cwndBytes()).isEqualTo(MSS);
        assertThat(cubic.ssthreshBytes()).isEqualTo(700 * MSS);
        cubic.onAcknowledged(acks.of(now, MSS, MSS, -1));
        assertThat(cubic.phase()).isEqualTo("slow start");
        cubic.onAcknowledged(acks.of(now, 900 * MSS, 900 * MSS, -1));
        assertThat(cubic.cwndBytes()).isEqualTo(700 * MSS);
        follow(20, 0.1, t -> Math.max(0.4 * cube(t) + 700, 700 + ALPHA * t / 0.1), "Reno-friendly", "convex");
    }

    // RFC 9438 §4.9.2
    @Test
    void restoresEverythingAfterASpuriousLoss() {
        openTo(10_000);
        lose();
        double k = Math.cbrt(7500);
        follow(10, 0.1, t -> 0.4 * cube(t - k) + 10_000, "concave", "concave");
        long cwnd = cubic.cwndBytes();
        long ssthresh = cubic.ssthreshBytes();
        cubic.onLoss(new Loss(now, cwnd, cwnd));
        cubic.onSpurious(now, cwnd);
        assertThat(cubic.cwndBytes()).isEqualTo(cwnd);
        assertThat(cubic.ssthreshBytes()).isEqualTo(ssthresh);
        follow(10, 0.1, t -> 0.4 * cube(t + 10 - k) + 10_000, "concave", "convex");
    }

    @Test
    @Tag("9438-4.9.1-1")
    void restoresEverythingAfterASpuriousTimeout() {
        openTo(1000);
        cubic.onTimeout(new Loss(now, 1000 * MSS, 1000 * MSS), false);
        cubic.onTimeout(new Loss(now, 1000 * MSS, 1000 * MSS), true);
        cubic.onSpurious(now, 1000 * MSS);
        assertThat(cubic.cwndBytes()).isEqualTo(1000 * MSS);
        assertThat(cubic.ssthreshBytes()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @Tag("9438-4.2-1")
    @Tag("9438-4.6-3")
    void doesNotCountTheTimeInWhichTheWindowWasNotUsed() {
        openTo(10_000);
        lose();
        double k = Math.cbrt(7500);
        follow(10, 0.1, t -> 0.4 * cube(t - k) + 10_000, "concave", "concave");
        long cwnd = cubic.cwndBytes();
        for (int i = 0; i < 100; i++) {
            now += SECOND / 10;
            cubic.onAcknowledged(acks.of(now, MSS, 2 * MSS, SECOND / 10, false, false));
        }
        now += 30 * SECOND;
        cubic.onSent(new Sent(now, MSS, 0, 0, true));
        assertThat(cubic.cwndBytes()).isEqualTo(cwnd);
        follow(10, 0.1, t -> 0.4 * cube(t + 10 - k) + 10_000, "concave", "convex");
    }

    // RFC 7661 §4.4.1
    @Test
    void reducesWhatWasUsedWhenTheWindowWasNot() {
        openTo(100);
        cubic.onAcknowledged(acks.of(now, MSS, 2 * MSS, -1, false, false));
        cubic.onLoss(new Loss(now, 2 * MSS, 40 * MSS));
        assertThat(cubic.ssthreshBytes()).isEqualTo(28 * MSS);
    }

    @Test
    @Tag("5681-4.1-1")
    void startsAgainFromTheInitialWindowAfterAnIdleTime() {
        openTo(100);
        lose();
        cubic.onIdle(now);
        assertThat(cubic.cwndBytes()).isEqualTo(10 * MSS);
        assertThat(cubic.phase()).isEqualTo("slow start");
        cubic.onAcknowledged(acks.of(now, 70 * MSS, 70 * MSS, -1));
        assertThat(cubic.cwndBytes()).isEqualTo(70 * MSS);
        assertThat(cubic.phase()).startsWith("congestion avoidance");
    }

    @Test
    @Tag("9438-4.10-1")
    @Tag("9438-4.10-2")
    void leavesSlowStartWhenTheRoundTripGrows() {
        long rtt = SECOND / 50;
        boolean conservative = false;
        for (int round = 0; round < 30 && cubic.ssthreshBytes() == Long.MAX_VALUE; round++) {
            long cwnd = cubic.cwndBytes();
            for (long sent = 0; sent < cwnd; sent += MSS) {
                cubic.onAcknowledged(acks.of(now, MSS, cubic.cwndBytes(), rtt));
                conservative |= cubic.phase().equals("conservative slow start");
            }
            now += rtt;
            rtt = SECOND / 50 + Math.max(0, cubic.cwndBytes() - 100 * MSS) * 100;
        }
        assertThat(conservative).isTrue();
        assertThat(cubic.ssthreshBytes()).isLessThan(2000 * MSS);
        assertThat(cubic.phase()).startsWith("congestion avoidance");
        double from = segments();
        double rttSeconds = rtt / 1e9;
        follow(5, rttSeconds, t -> Math.max(0.4 * cube(t) + from, from + t / rttSeconds), "Reno-friendly", "Reno");
    }

    private interface Curve {
        double at(double seconds);
    }

    /** Acknowledges segment after segment, a window a round trip, and compares the window at each with the curve's. */
    private void follow(double seconds, double rttSeconds, Curve expected, String regionFirst, String regionLast) {
        long rtt = Math.round(rttSeconds * 1e9);
        double at = 0;
        boolean first = true;
        while (at < seconds) {
            cubic.onAcknowledged(acks.of(now + Math.round(at * 1e9), MSS, cubic.cwndBytes(), rtt));
            if (first && at > seconds / 20) {
                assertThat(cubic.phase()).contains(regionFirst);
                first = false;
            }
            if (Math.abs(segments() - expected.at(at)) > 1) {
                assertThat(segments()).as("at %s s", at).isEqualTo(expected.at(at), within(1.0));
            }
            at += rttSeconds * MSS / cubic.cwndBytes();
        }
        assertThat(cubic.phase()).contains(regionLast);
        now += Math.round(at * 1e9);
    }

    private void openTo(int segments) {
        cubic.onAcknowledged(acks.of(now, (long) segments * MSS - cubic.cwndBytes(), cubic.cwndBytes(), -1));
        assertThat(segments()).isEqualTo(segments);
    }

    private void lose() {
        cubic.onLoss(new Loss(now, cubic.cwndBytes(), cubic.cwndBytes()));
        cubic.onRecovered(now, cubic.cwndBytes());
    }

    private double segments() {
        return (double) cubic.cwndBytes() / MSS;
    }

    private static double cube(double x) {
        return x * x * x;
    }
}
