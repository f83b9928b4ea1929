package org.ouzel.core.tcp;

/**
 * Where a burst ends: what a sender with segmentation offload gives to its device at once, and what has PSH at its end. It is as much
 * as leaves in a millisecond at the rate of the congestion window, two segments at the least, and no more than half of the window.
 */
final class Bursts {
    private static final double NS_PER_SECOND = 1e9;
    private static final long PER_SECOND = 1024;
    private static final int LEAST_SEGMENTS = 2;
    private static final int LARGEST_BYTES = 65_216;

    /** The round trip takes so much that what is close is given larger ones: halved with each half of a millisecond. */
    private static final long CLOSE_NS = 512_000;

    private static final int CLOSE_STEPS = 32;

    /** Twice the window in a round trip in slow start, 1.2 times later. */
    private static final double SLOW_START_GAIN = 2;

    private static final double LATER_GAIN = 1.2;

    private long end;

    /**
     * What congestion control allows.
     *
     * @param cwndBytes the congestion window
     * @param roomBytes what it leaves
     * @param slowStart whether it is far below the threshold
     * @param minRttNs the least round trip of late
     */
    record Allowance(long cwndBytes, long roomBytes, boolean slowStart, long minRttNs) {}

    /** Whether what is sent from there on belongs to a burst that was begun. */
    boolean isWithin(long position) {
        return position < end;
    }

    /** One begins, which ends before a position. */
    void begin(long endPosition) {
        end = endPosition;
    }

    /** How many segments one has at the most. */
    static long most(Allowance allowed, long smoothedRttNs, int mss) {
        double gain = allowed.slowStart ? SLOW_START_GAIN : LATER_GAIN;
        double rate = gain * allowed.cwndBytes * NS_PER_SECOND / Math.max(smoothedRttNs, 1);
        long steps = allowed.minRttNs / CLOSE_NS;
        long near = steps < CLOSE_STEPS ? LARGEST_BYTES >> steps : 0;
        long bytes = Math.min((long) Math.min(rate / PER_SECOND, LARGEST_BYTES) + near, LARGEST_BYTES);
        long segments = Math.max(bytes / mss, LEAST_SEGMENTS);
        return Math.min(segments, Math.min(Math.max(allowed.cwndBytes / mss / 2, 1), allowed.roomBytes / mss));
    }
}
