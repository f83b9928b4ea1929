package org.ouzel.core.tcp.congestion;

import org.ouzel.core.tcp.congestion.CongestionControl.DeliverySample;

/** Counts round trips by what is delivered, not by the clock (draft-ietf-ccwg-bbr-06 §5.5.1). */
final class RoundCounter {
    private long nextRoundDelivered;
    private boolean hasStarted;
    private long count;

    /** UpdateRound(). */
    void onDelivered(DeliverySample sample) {
        boolean isOfData = sample.priorDeliveredBytes() < sample.totalDeliveredBytes();
        hasStarted = isOfData && sample.priorDeliveredBytes() >= nextRoundDelivered;
        if (hasStarted) {
            start(sample.totalDeliveredBytes());
            count++;
        }
    }

    /** StartRound(): what is sent from now on belongs to the round to come. */
    void start(long deliveredBytes) {
        nextRoundDelivered = deliveredBytes;
    }

    /** BBR.round_start: whether the last acknowledgment began a round. */
    boolean hasStarted() {
        return hasStarted;
    }

    long count() {
        return count;
    }
}
