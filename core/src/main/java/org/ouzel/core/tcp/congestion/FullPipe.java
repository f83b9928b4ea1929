package org.ouzel.core.tcp.congestion;

import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;

/** Tells when sending faster brings no more bandwidth: the pipe is full (draft-ietf-ccwg-bbr-06 §5.3.1.2). */
final class FullPipe {
    private static final double GROWTH = 1.25;
    private static final int ROUNDS = 3;

    private boolean wasReached;
    private boolean isFull;
    private double bandwidth;
    private int count;

    /** ResetFullBW(), from a baseline that is known. */
    void reset(double baseline) {
        bandwidth = baseline;
        count = 0;
        isFull = false;
    }

    /** CheckFullBWReached(), at the beginning of a round. */
    void onRound(DeliverySample sample) {
        if (isFull || sample.applicationLimited() || sample.intervalNs() == 0) {
            return;
        }
        if (sample.bytesPerSecond() >= bandwidth * GROWTH) {
            reset(sample.bytesPerSecond());
            return;
        }
        count++;
        isFull = count >= ROUNDS;
        wasReached |= isFull;
    }

    /** BBR.full_bw_now: whether it is full, since it was last {@link #reset}. */
    boolean isFull() {
        return isFull;
    }

    /** BBR.full_bw_reached: whether it has ever been full. */
    boolean wasReached() {
        return wasReached;
    }

    /** Losses tell that it is full, or that they did so was a mistake. */
    void reached(boolean is) {
        wasReached = is;
    }
}
