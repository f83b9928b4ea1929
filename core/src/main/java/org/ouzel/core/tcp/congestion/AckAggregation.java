package org.ouzel.core.tcp.congestion;

/** How much more is acknowledged at once than the bandwidth accounts for (draft-ietf-ccwg-bbr-06 §5.5.9). */
final class AckAggregation {
    /** BBR.ExtraAckedFilterLen, in rounds. */
    private static final int FILTER_ROUNDS = 10;

    private static final double NS_PER_SECOND = 1e9;

    private final WindowedMax filter = new WindowedMax();
    private long intervalStart;
    private double delivered;

    /** The interval begins now. */
    void restart(long now) {
        intervalStart = now;
    }

    /**
     * UpdateACKAggregation().
     *
     * @param isPipeFull BBR.full_bw_reached; before that only the present round counts
     */
    void update(long now, long newlyAcked, double bandwidth, long cwnd, long round, boolean isPipeFull) {
        double expected = bandwidth * (now - intervalStart) / NS_PER_SECOND;
        if (delivered <= expected) {
            delivered = 0;
            intervalStart = now;
            expected = 0;
        }
        delivered += newlyAcked;
        filter.update(Math.min(delivered - expected, (double) cwnd), round, isPipeFull ? FILTER_ROUNDS : 1);
    }

    /** BBR.extra_acked, in bytes. */
    double bytes() {
        return filter.max();
    }
}
