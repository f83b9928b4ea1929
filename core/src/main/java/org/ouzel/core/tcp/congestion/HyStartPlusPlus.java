package org.ouzel.core.tcp.congestion;

/**
 * HyStart++ (RFC 9406): ends slow start when the round trip grows, before losses do. Because a round trip may grow for other
 * reasons than a queue, it first slows down for some rounds (Conservative Slow Start, CSS), and takes it back when the round
 * trip falls again.
 */
final class HyStartPlusPlus {
    // RFC 9406 §4.3
    private static final long MIN_RTT_THRESH_NS = 4_000_000;
    private static final long MAX_RTT_THRESH_NS = 16_000_000;
    private static final int MIN_RTT_DIVISOR = 8;
    private static final int N_RTT_SAMPLE = 8;
    private static final int CSS_GROWTH_DIVISOR = 4;
    private static final int CSS_ROUNDS = 5;

    private static final long INFINITY = Long.MAX_VALUE;

    private long windowEnd = -1;
    private long lastRoundMinRtt = INFINITY;
    private long currentRoundMinRtt = INFINITY;
    private int rttSampleCount;
    private long cssBaselineMinRtt = INFINITY;
    private int cssRounds;

    /** Whether it is in Conservative Slow Start. */
    boolean isConservative() {
        return cssBaselineMinRtt != INFINITY;
    }

    /** How much of what slow start would open the window by is left. */
    long increase(long bytes) {
        // RFC 9406 §4.2: "cwnd = cwnd + (min(N, L * SMSS) / CSS_GROWTH_DIVISOR)"
        return isConservative() ? bytes / CSS_GROWTH_DIVISOR : bytes;
    }

    /**
     * An acknowledgment in slow start.
     *
     * @param rttNs the round trip that it tells, or -1
     * @return whether slow start is over: ssthresh is to be cwnd
     */
    boolean onAcknowledged(long sndUna, long sndNxt, long rttNs) {
        if (sndUna > windowEnd && endsSlowStart(sndNxt)) {
            return true;
        }
        if (rttNs >= 0) {
            currentRoundMinRtt = Math.min(currentRoundMinRtt, rttNs);
            rttSampleCount++;
        }
        if (rttSampleCount >= N_RTT_SAMPLE) {
            judge();
        }
        return false;
    }

    // RFC 9406 §4.2: "When windowEnd is ACKed, the current round ends and windowEnd is set to SND.NXT."
    private boolean endsSlowStart(long sndNxt) {
        windowEnd = sndNxt;
        lastRoundMinRtt = currentRoundMinRtt;
        currentRoundMinRtt = INFINITY;
        rttSampleCount = 0;
        if (!isConservative()) {
            return false;
        }
        // RFC 9406 §4.2: CSS lasts at most CSS_ROUNDS rounds; the one in the middle of which it began counts.
        cssRounds++;
        return cssRounds >= CSS_ROUNDS;
    }

    private void judge() {
        if (isConservative()) {
            // RFC 9406 §4.2: the round trip has fallen below the baseline: it was a mistake to slow down.
            if (currentRoundMinRtt < cssBaselineMinRtt) {
                cssBaselineMinRtt = INFINITY;
            }
            return;
        }
        if (lastRoundMinRtt == INFINITY || currentRoundMinRtt == INFINITY) {
            return;
        }
        // RFC 9406 §4.2: "RttThresh = max(MIN_RTT_THRESH, min(lastRoundMinRTT / MIN_RTT_DIVISOR, MAX_RTT_THRESH))"
        long rttThresh = Math.clamp(lastRoundMinRtt / MIN_RTT_DIVISOR, MIN_RTT_THRESH_NS, MAX_RTT_THRESH_NS);
        if (currentRoundMinRtt >= lastRoundMinRtt + rttThresh) {
            cssBaselineMinRtt = currentRoundMinRtt;
            cssRounds = 0;
        }
    }
}
