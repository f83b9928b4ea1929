package org.ouzel.core.tcp.congestion;

/**
 * Tells from the round trip whether a queue stands in the path. What is lost where none does is not lost by congestion, as far as
 * it is not much: a path that loses by chance is not to be left unused (docs/decisions/0006). The draft has one threshold for all
 * losses.
 */
final class StandingQueue {
    /** BBR.LossThresh (draft-ietf-ccwg-bbr-06 §2.9). */
    private static final double CONGESTED_LOSS = 0.02;

    /** What is lost by chance where no queue stands. A buffer too small to be seen loses more than that when BBR probes. */
    private static final double CHANCE_LOSS = 0.10;

    /** By which part of the least round trip the mean of a round exceeds it where a queue stands. */
    private static final int VISIBLE_PART = 16;

    private static final double UNKNOWN = -1;

    private double sumNs;
    private long samples;
    private double formerMeanNs = UNKNOWN;

    /**
     * An acknowledgment.
     *
     * @param rttNs the round trip that it tells, or -1
     */
    void onAcknowledged(long rttNs, boolean isRoundStart) {
        if (isRoundStart) {
            formerMeanNs = mean();
            sumNs = 0;
            samples = 0;
        }
        if (rttNs >= 0) {
            sumNs += rttNs;
            samples++;
        }
    }

    private double mean() {
        return samples == 0 ? UNKNOWN : sumNs / samples;
    }

    /** Whether there was one in this round or the one before, or nothing is known of them. */
    private boolean isSeen(long minRttNs) {
        double seen = Math.max(mean(), formerMeanNs);
        return formerMeanNs == UNKNOWN || seen > minRttNs + (double) minRttNs / VISIBLE_PART;
    }

    /** Which part of what is in flight may be lost before that is too much. */
    double lossThreshold(long minRttNs) {
        return isSeen(minRttNs) ? CONGESTED_LOSS : CHANCE_LOSS;
    }

    /** Whether losses of so much of what was sent may have come by chance. */
    boolean isByChance(double lostPart, long minRttNs) {
        return !isSeen(minRttNs) && lostPart <= CHANCE_LOSS;
    }
}
