package org.ouzel.core.tcp;

/**
 * Where a burst ends: what a sender with segmentation offload gives to its device at once, and what has PSH at its end. It is as much
 * as leaves in a millisecond at the rate of the congestion window, two segments at the least, and no more than half of the window.
 */
final class Bursts implements Kept {
    /** It lasts a second by so many at the rate: as good as a millisecond, and what Linux has (a pacing shift of 10). */
    private static final long PER_SECOND = 1024;

    /** Linux's default (tcp_min_tso_segs). */
    private static final int LEAST_SEGMENTS = 2;

    /** What an IP packet of 64 KiB carries, less the 320 bytes that Linux keeps free for headers before it. */
    private static final int LARGEST_BYTES = (64 << 10) - 320;

    /**
     * The round trip takes so much that what is close is given larger ones: halved with each half of a millisecond. So does Linux (2^9
     * microseconds, a tcp_tso_rtt_log of 9), up to as many times as a length has bits.
     */
    private static final long CLOSE_NS = 512_000;

    private static final int CLOSE_STEPS = Integer.SIZE;

    /** Of the window no more than this part leaves at once, so that one burst is acknowledged while another is under way. */
    private static final int WINDOW_PART = 2;

    private long end;

    /**
     * What congestion control allows.
     *
     * @param cwndBytes the congestion window
     * @param roomBytes what it leaves
     * @param slowStart whether it is far below the threshold
     * @param minRttNs the least round trip of late
     * @param smoothedRttNs what it takes now
     */
    record Allowance(long cwndBytes, long roomBytes, boolean slowStart, long minRttNs, long smoothedRttNs) {}

    /** Whether what is sent from there on belongs to a burst that was begun. */
    boolean isWithin(long position) {
        return position < end;
    }

    /** One begins, which ends before a position. */
    void begin(long endPosition) {
        end = endPosition;
    }

    /** How many segments one has at the most. */
    static long most(Allowance allowed, int mss) {
        double rate = Pacer.rateOf(allowed.cwndBytes, allowed.slowStart, Math.max(allowed.smoothedRttNs, 1));
        long steps = allowed.minRttNs / CLOSE_NS;
        long near = steps < CLOSE_STEPS ? LARGEST_BYTES >> steps : 0;
        long bytes = Math.min((long) Math.min(rate / PER_SECOND, LARGEST_BYTES) + near, LARGEST_BYTES);
        long segments = Math.max(bytes / mss, LEAST_SEGMENTS);
        return Math.min(
                segments, Math.min(Math.max(allowed.cwndBytes / mss / WINDOW_PART, 1), allowed.roomBytes / mss));
    }

    @Override
    public void keep(Ledger ledger) {
        end = ledger.entry(end);
    }
}
