package org.ouzel.core.tcp.congestion;

import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;
import org.ouzel.core.tcp.congestion.CongestionControl.SegmentLost;

/**
 * How much in flight the path takes without losing too much of it, BBR.inflight_longterm: lowered by losses when BBR probes
 * for bandwidth, raised by their absence (draft-ietf-ccwg-bbr-06 §5.3.3.9, §5.5.10.2).
 */
final class LongTermModel {
    static final double INFINITY = Double.POSITIVE_INFINITY;

    /** BBR.Headroom. */
    private static final double HEADROOM = 0.15;

    private static final int MOST_ROUNDS = 30;

    private double inflight = INFINITY;
    private double undoInflight;

    /** BBR.probe_up_acked_per_inc: for how much that is acknowledged the bound grows by a segment. */
    private double ackedPerIncrease = INFINITY;

    private double acked;
    private int rounds;

    /** BBR.inflight_longterm, in bytes. */
    double inflight() {
        return inflight;
    }

    void set(double bytes) {
        inflight = bytes;
    }

    /** InflightWithHeadroom(): leaves room to others. */
    double withHeadroom(BbrControls controls) {
        if (inflight == INFINITY) {
            return INFINITY;
        }
        double headroom = Math.max(controls.mss(), HEADROOM * inflight);
        return Math.max(inflight - headroom, (double) controls.minPipeCwnd());
    }

    /** IsInflightTooHigh(): whether more of what was in flight is lost than the threshold allows. */
    static boolean isTooHigh(long lostBytes, long inflightBytes, double lossThreshold) {
        return lostBytes > inflightBytes * lossThreshold;
    }

    /** InflightAtLoss(): how much was in flight when losses crossed the threshold, perhaps in the midst of a segment. */
    static double inflightAtLoss(SegmentLost lost, double lossThreshold) {
        double inflightBefore = lost.flightBytesWhenSent() - lost.bytes();
        double lostBefore = lost.lostBytesSinceSent() - lost.bytes();
        double prefix = (lossThreshold * inflightBefore - lostBefore) / (1 - lossThreshold);
        return inflightBefore + prefix;
    }

    /** Growth begins anew, with the next {@link #raiseSlope}. */
    void beginGrowth() {
        rounds = 0;
        acked = 0;
    }

    void endGrowth() {
        ackedPerIncrease = INFINITY;
    }

    /** RaiseInflightLongtermSlope(): by 1, 2, 4, 8 … segments in successive rounds. */
    void raiseSlope(BbrControls controls) {
        long growthThisRound = 1L << rounds;
        rounds = Math.min(rounds + 1, MOST_ROUNDS);
        ackedPerIncrease = Math.max((double) controls.cwnd() / growthThisRound, controls.mss());
    }

    /** ProbeInflightLongtermUpward(). */
    void grow(Acknowledged event, BbrControls controls, boolean isRoundStart) {
        if (!isBinding(controls)) {
            return;
        }
        acked += event.deliveredBytes();
        if (acked >= ackedPerIncrease) {
            double increases = Math.floor(acked / ackedPerIncrease);
            acked -= increases * ackedPerIncrease;
            inflight += increases * controls.mss();
        }
        if (isRoundStart) {
            raiseSlope(controls);
        }
    }

    /** Whether it is this bound that holds back sending. */
    boolean isBinding(BbrControls controls) {
        return controls.isCwndLimited() && controls.cwnd() >= (long) inflight;
    }

    /** Of SaveStateUponLoss() (§5.5.11.1). */
    void save() {
        undoInflight = inflight;
    }

    /** Of HandleSpuriousLossDetection() (§5.5.11.2). */
    void undo() {
        inflight = Math.max(inflight, undoInflight);
    }
}
