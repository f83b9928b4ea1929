package org.ouzel.core.tcp.congestion;

import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;

/**
 * What losses tell of the path for now: the rate and volume that it still delivers. Forgotten when BBR next probes for
 * bandwidth (draft-ietf-ccwg-bbr-06 §5.5.10.3).
 */
final class ShortTermModel {
    /** BBR.Beta. */
    static final double BETA = 0.7;

    static final double INFINITY = Double.POSITIVE_INFINITY;

    private double bandwidth = INFINITY;
    private double inflight = INFINITY;
    private double latestBandwidth;
    private long latestInflight;
    private long lostInRound;
    private boolean isLossInRound;
    private boolean isLossNew;
    private long lossRoundDelivered;
    private boolean hasLossRoundStarted;
    private double undoBandwidth;
    private double undoInflight;

    /** BBR.bw_shortterm, in bytes a second. */
    double bandwidth() {
        return bandwidth;
    }

    /** BBR.inflight_shortterm, in bytes. */
    double inflight() {
        return inflight;
    }

    /** BBR.inflight_latest. */
    long latestInflight() {
        return latestInflight;
    }

    /** BBR.loss_round_start: whether the last acknowledgment ended a round in which losses are looked for. */
    boolean hasLossRoundStarted() {
        return hasLossRoundStarted;
    }

    /**
     * NoteLoss().
     *
     * @return whether it is the first in the round
     */
    boolean onLoss(long bytes) {
        lostInRound += bytes;
        boolean isFirst = !isLossInRound;
        isLossInRound = true;
        isLossNew |= isFirst;
        return isFirst;
    }

    /** UpdateLatestDeliverySignals(), near the start of an acknowledgment. */
    void onDelivered(DeliverySample sample) {
        if (isLossNew) {
            // C.delivered by the acknowledgment that found the loss, or the first one after the timer that did.
            lossRoundDelivered = sample.totalDeliveredBytes();
            isLossNew = false;
        }
        latestBandwidth = Math.max(latestBandwidth, sample.bytesPerSecond());
        latestInflight = Math.max(latestInflight, sample.deliveredBytes());
        boolean isOfData = sample.priorDeliveredBytes() < sample.totalDeliveredBytes();
        hasLossRoundStarted = isOfData && sample.priorDeliveredBytes() >= lossRoundDelivered;
        if (hasLossRoundStarted) {
            lossRoundDelivered = sample.totalDeliveredBytes();
        }
    }

    /** Which part of what was sent in the round is lost. */
    double lostPart() {
        return lostInRound == 0 ? 0 : (double) lostInRound / (lostInRound + latestInflight);
    }

    /**
     * AdaptLowerBoundsFromCongestion(): at the end of a round with losses.
     *
     * @param isExcused whether the losses are not congestion's, or come of probing for bandwidth
     */
    void onRoundEnd(double maxBandwidth, long cwnd, boolean isExcused) {
        if (isLossInRound && !isExcused) {
            double bandwidthBefore = bandwidth == INFINITY ? maxBandwidth : bandwidth;
            double inflightBefore = inflight == INFINITY ? (double) cwnd : inflight;
            bandwidth = Math.max(latestBandwidth, BETA * bandwidthBefore);
            inflight = Math.max((double) latestInflight, BETA * inflightBefore);
        }
        isLossInRound = false;
        lostInRound = 0;
    }

    /** AdvanceLatestDeliverySignals(), near the end of an acknowledgment. */
    void advance(DeliverySample sample) {
        if (hasLossRoundStarted) {
            latestBandwidth = sample.bytesPerSecond();
            latestInflight = sample.deliveredBytes();
        }
    }

    /** ResetCongestionSignals(). */
    void resetSignals() {
        isLossInRound = false;
        lostInRound = 0;
        isLossNew = false;
        latestBandwidth = 0;
        latestInflight = 0;
    }

    /** ResetShortTermModel(). */
    void reset() {
        bandwidth = INFINITY;
        inflight = INFINITY;
    }

    /** Of SaveStateUponLoss() (§5.5.11.1). */
    void save() {
        undoBandwidth = bandwidth;
        undoInflight = inflight;
    }

    /** Of HandleSpuriousLossDetection() (§5.5.11.2). */
    void undo() {
        isLossInRound = false;
        lostInRound = 0;
        isLossNew = false;
        bandwidth = Math.max(bandwidth, undoBandwidth);
        inflight = Math.max(inflight, undoInflight);
    }
}
