package org.ouzel.core.tcp;

/**
 * Proportional Rate Reduction (RFC 9937 §6): during fast recovery, how much may be in flight, so that at its end about ssthresh
 * is, whatever was lost, and neither a pause nor a burst comes before that. {@link Rack} tells it what was lost, as RFC 9937
 * §5 recommends.
 */
final class ProportionalRateReduction {
    private final TcpHabits.Unit unit;
    private final long ssthresh;

    /** RecoverFS: what was in flight when recovery began. */
    private final long recoverFlight;

    /** Bytes delivered in recovery, and bytes sent in it. */
    private long delivered;

    private long out;
    private long cwnd;

    /**
     * Recovery begins.
     *
     * @param unit what it counts in what may be sent
     * @param ssthreshBytes what congestion control aims at
     * @param recoverFlightBytes SND.NXT - SND.UNA before the acknowledgment that began it, less what the peer was known to hold
     */
    ProportionalRateReduction(TcpHabits.Unit unit, long ssthreshBytes, long recoverFlightBytes) {
        this.unit = unit;
        this.ssthresh = ssthreshBytes;
        this.recoverFlight = Math.max(recoverFlightBytes, 1);
    }

    /**
     * An acknowledgment that begins recovery or comes during it.
     *
     * @param deliveredBytes DeliveredData
     * @param flightBytes pipe, inflight
     * @param safe SafeACK: SND.UNA advances and no further loss is indicated
     */
    void onAcknowledgment(long deliveredBytes, long flightBytes, boolean safe, int mss) {
        delivered += deliveredBytes;
        long sndcnt;
        if (flightBytes > ssthresh) {
            // Proportional Rate Reduction: CEIL(prr_delivered * ssthresh / RecoverFS) - prr_out
            sndcnt = switch (unit) {
                case BYTES -> Math.ceilDiv(delivered * ssthresh, recoverFlight) - out;
                case SEGMENTS -> Math.ceilDiv(delivered * ssthresh, recoverFlight * mss) * mss - out;
            };
        } else {
            // PRR-CRB by default
            sndcnt = Math.max(delivered - out, deliveredBytes);
            if (safe) {
                sndcnt += mss; // PRR-SSRB when recovery is in good progress
            }
            // Attempt to catch up, as permitted
            sndcnt = Math.min(ssthresh - flightBytes, sndcnt);
        }
        if (out == 0 && sndcnt < mss) {
            // Force a fast retransmit upon entering recovery. RFC 9937 asks whether SndCnt is 0, and lets a
            // segment go while inflight is less than cwnd; here it goes if all of it fits.
            sndcnt = mss;
        }
        cwnd = flightBytes + Math.max(sndcnt, 0);
    }

    /** Something was sent, or sent again. */
    void onSent(long bytes) {
        out += bytes;
    }

    /** cwnd: how much may be in flight. */
    long cwndBytes() {
        return cwnd;
    }
}
