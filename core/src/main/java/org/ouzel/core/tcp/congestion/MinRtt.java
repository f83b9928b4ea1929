package org.ouzel.core.tcp.congestion;

/** The round trip of the path without its queues, and when it has to be measured anew (draft-ietf-ccwg-bbr-06 §5.3.4.3). */
final class MinRtt {
    static final long INFINITY = Long.MAX_VALUE;

    /** BBR.MinRTTFilterLen. */
    private static final long FILTER_NS = 10_000_000_000L;

    /** §5.3.4.2: "each BBR flow MUST use the standard BBR.ProbeRTTInterval of 5 secs." */
    private static final long PROBE_INTERVAL_NS = 5_000_000_000L;

    private long min = INFINITY;
    private long minAt;
    private long probed = INFINITY;
    private long probedAt;
    private boolean isProbeDue;

    void begin(long now) {
        minAt = now;
        probedAt = now;
    }

    /**
     * UpdateMinRTT().
     *
     * @param rttNs the round trip of the segment sent last of those acknowledged, or -1
     */
    void update(long now, long rttNs) {
        isProbeDue = now > probedAt + PROBE_INTERVAL_NS;
        if (rttNs >= 0 && (rttNs < probed || isProbeDue)) {
            probed = rttNs;
            probedAt = now;
        }
        if (probed < min || now > minAt + FILTER_NS) {
            min = probed;
            minAt = probedAt;
        }
    }

    /** BBR.min_rtt, in nanoseconds. */
    long ns() {
        return min;
    }

    /** BBR.probe_rtt_expired, as of the last acknowledgment. */
    boolean isProbeDue() {
        return isProbeDue;
    }

    /** The queue was just drained on purpose: the next time is an interval away. */
    void onProbeDone(long now) {
        probedAt = now;
    }
}
