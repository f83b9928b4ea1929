package org.ouzel.core.tcp.congestion;

import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;
import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;

/** BBR's model of the path: its bandwidth and its round trip, and how it acknowledges (draft-ietf-ccwg-bbr-06 §5.5). */
final class BbrModel {
    /** BBR.MaxBwFilterLen, in cycles of probing for bandwidth. */
    private static final int MAX_BW_CYCLES = 2;

    private static final double NS_PER_SECOND = 1e9;

    private final RoundCounter rounds = new RoundCounter();
    private final WindowedMax maxBandwidth = new WindowedMax();
    private final MinRtt minRtt = new MinRtt();
    private final AckAggregation aggregation = new AckAggregation();
    private final ShortTermModel shortTerm = new ShortTermModel();
    private final StandingQueue queue = new StandingQueue();
    private long cycle;
    private double bandwidth;

    void begin(long now) {
        minRtt.begin(now);
        aggregation.restart(now);
    }

    RoundCounter rounds() {
        return rounds;
    }

    MinRtt minRtt() {
        return minRtt;
    }

    AckAggregation aggregation() {
        return aggregation;
    }

    ShortTermModel shortTerm() {
        return shortTerm;
    }

    /** BBR.max_bw, in bytes a second. */
    double maxBandwidth() {
        return maxBandwidth.max();
    }

    /** BBR.bw, in bytes a second. */
    double bandwidth() {
        return bandwidth;
    }

    // ---- An acknowledgment, in the order of §5.2.3

    /** What of the model is updated before the state. */
    void update(Acknowledged event, long cwnd, boolean isAccelerating, boolean isPipeFull) {
        DeliverySample sample = event.delivery();
        shortTerm.onDelivered(sample);
        updateMaxBandwidth(sample);
        queue.onAcknowledged(event.rttNs(), rounds.hasStarted());
        if (shortTerm.hasLossRoundStarted()) {
            boolean isExcused = isAccelerating || queue.isByChance(shortTerm.lostPart(), minRtt.ns());
            shortTerm.onRoundEnd(maxBandwidth(), cwnd, isExcused);
        }
        aggregation.update(event.now(), event.deliveredBytes(), bandwidth, cwnd, rounds.count(), isPipeFull);
    }

    // UpdateMaxBw() (§5.5.5): one that the user's want of data has kept small counts only if it is the greatest
    // nevertheless.
    private void updateMaxBandwidth(DeliverySample sample) {
        rounds.onDelivered(sample);
        double rate = sample.bytesPerSecond();
        if (rate > 0 && (rate >= maxBandwidth() || !sample.applicationLimited())) {
            maxBandwidth.update(rate, cycle, MAX_BW_CYCLES);
        }
    }

    /** AdvanceMaxBwFilter() (§5.5.6). */
    void advanceMaxBandwidthFilter() {
        cycle++;
    }

    /** What is left for after the state's update: AdvanceLatestDeliverySignals() and BoundBWForModel(). */
    void settle(DeliverySample sample) {
        shortTerm.advance(sample);
        bandwidth = Math.min(maxBandwidth(), shortTerm.bandwidth());
    }

    /** BBR.LossThresh, as it holds now: which part of what is in flight may be lost before that is too much. */
    double lossThreshold() {
        return queue.lossThreshold(minRtt.ns());
    }

    // ---- Volumes

    /** BDPMultiple() (§5.6.4.2). */
    double bdp(double gain, BbrControls controls) {
        return bdp(bandwidth, gain, controls);
    }

    /** BDPMultiple() of another bandwidth. */
    double bdp(double bytesPerSecond, double gain, BbrControls controls) {
        if (minRtt.ns() == MinRtt.INFINITY) {
            return controls.initialCwnd();
        }
        return gain * bytesPerSecond * minRtt.ns() / NS_PER_SECOND;
    }

    /** TargetInflight() (§5.3.3.8.3): the bandwidth-delay product, unless congestion has cut cwnd. */
    double targetInflight(BbrControls controls) {
        return Math.min(bdp(1, controls), (double) controls.cwnd());
    }
}
