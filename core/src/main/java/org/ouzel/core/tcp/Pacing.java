package org.ouzel.core.tcp;

import org.ouzel.core.tcp.congestion.CongestionControl;

/** When a segment may leave that the windows allow: what congestion control and the user ask of the {@link Pacer}. */
final class Pacing implements Kept {
    private final Pacer pacer;
    private final CongestionControl congestion;
    private final LossRecovery recovery;
    private final RttEstimator rtt;

    /** Whether the user wants segments spread over the round trip. */
    private boolean wanted;

    /** When the next segment may go, if one is held back. */
    private long heldUntil = Deadline.NONE;

    Pacing(Pacer pacer, CongestionControl congestion, LossRecovery recovery, RttEstimator rtt) {
        this.pacer = pacer;
        this.congestion = congestion;
        this.recovery = recovery;
        this.rtt = rtt;
    }

    /** What the user chose has changed. */
    void onSettings(TcpSettings settings) {
        pacer.limit(settings.output().maxPacingBytesPerSecond());
        wanted = settings.tuning().flow().paced();
    }

    /** Nothing is in flight, and was not for a while: what comes next may begin with a burst. */
    void onIdle(int mss) {
        pacer.onIdle(mss);
    }

    // RFC 5681 §4.1: "Therefore, a TCP SHOULD set cwnd to no more than RW before beginning transmission if the TCP
    // has not sent data in an interval exceeding the retransmission timeout."
    /** Nothing is in flight: if nothing has been sent for long, neither the window nor the rate is what it was. */
    void beginAnew(long lastSentAt, int mss, long now) {
        if (now - lastSentAt > rtt.rtoNs()) {
            congestion.onIdle(now);
            onIdle(mss);
            follow();
        }
    }

    /** The window, or the round trip, may have changed. */
    void follow() {
        pacer.setRate(
                congestion.pacingBytesPerSecond(), recovery.allowedFlight(), isFarBelowThreshold(), rtt.smoothedNs());
    }

    /** Whether the window is to double still, most likely. */
    private boolean isFarBelowThreshold() {
        return congestion.cwndBytes() < congestion.ssthreshBytes() / 2;
    }

    /** Whether the pacer, and congestion with the smallest window, let another segment go. */
    boolean mayLeave(int mss, long now) {
        long at = isPaced()
                ? Math.max(pacer.allowedAt(mss), recovery.response().heldUntil())
                : recovery.response().heldUntil();
        if (at > now) {
            heldUntil = at;
            return false;
        }
        return true;
    }

    /** How many full segments may leave now, where one may. */
    long segmentsAllowed(int mss, long now) {
        return isPaced() ? pacer.segmentsAllowed(mss, now) : Long.MAX_VALUE;
    }

    private boolean isPaced() {
        return wanted || pacer.isBounded() || congestion.pacingBytesPerSecond() > 0;
    }

    /** What a burst is measured by that begins now. */
    Bursts.Allowance allowance(long now) {
        long cwndBytes = recovery.allowedFlight();
        return new Bursts.Allowance(
                cwndBytes,
                cwndBytes - recovery.flightBytes(),
                isFarBelowThreshold(),
                recovery.minRttNs(now),
                rtt.smoothedNs());
    }

    /** Nothing is held back any more. */
    void release() {
        heldUntil = Deadline.NONE;
    }

    /** When what is held back may go. */
    long deadline() {
        return heldUntil;
    }

    /** Bytes a second at which segments leave; 0 while nothing is paced. */
    long bytesPerSecond() {
        return pacer.bytesPerSecond();
    }

    @Override
    public void keep(Ledger ledger) {
        pacer.keep(ledger);
        heldUntil = ledger.entry(heldUntil);
    }
}
