package org.ouzel.core.tcp.congestion;

import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;
import org.ouzel.core.tcp.congestion.CongestionControl.Loss;

/**
 * cwnd and ssthresh in bytes, and what all controls that know no more of the path than these do alike: the initial and the
 * restart window, slow start by counting bytes (RFC 3465), the reductions (RFC 5681, RFC 7661) and their undoing (RFC 9438 §4.9).
 * How cwnd grows beyond ssthresh, and by how much it falls, is the control's to say.
 */
final class CongestionWindow {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long SOON = Long.MAX_VALUE;

    private final InitialWindow initial = new InitialWindow();
    private long cwnd = initial.bytes();
    private long ssthresh = Long.MAX_VALUE;

    /** Whether anything was acknowledged, or timed out: cwnd is no longer the initial window whatever segments are. */
    private boolean hasLeftInitial;

    /** Whether it is counted in whole segments. */
    private boolean countsSegments;

    private boolean validated = true;
    private boolean recovering;

    /** What SND.UNA must reach for the last timeout's losses to be repaired; SOON until the next acknowledgment tells. */
    private long repairedAt = NEVER;

    /** What cwnd and ssthresh were before the last reduction. */
    private long priorCwnd;

    private long priorSsthresh;

    int mss() {
        return initial.mss();
    }

    long cwnd() {
        return cwnd;
    }

    long ssthresh() {
        return ssthresh;
    }

    boolean isRecovering() {
        return recovering;
    }

    // RFC 5681 §3.1: "When cwnd and ssthresh are equal, the sender may use either slow start or congestion avoidance."
    // After a loss they are, and congestion avoidance it is (RFC 9438 §4.2).
    boolean isSlowStart() {
        return cwnd < ssthresh;
    }

    /** Whether there was no loss yet that would tell where slow start should end. */
    boolean isFirstSlowStart() {
        return ssthresh == Long.MAX_VALUE;
    }

    // ---- The beginning

    void onSegmentSize(int mssBytes) {
        initial.onSegmentSize(mssBytes);
        cwnd = hasLeftInitial ? Math.max(cwnd, mssBytes) : initial.bytes();
        ssthresh = Math.max(ssthresh, 2L * mssBytes);
    }

    void onInitialSegments(int segments) {
        initial.onInitialSegments(segments);
        cwnd = initial.bytes();
    }

    void onCountingSegments() {
        countsSegments = true;
    }

    void onHandshakeTimeout() {
        initial.onHandshakeTimeout();
        cwnd = initial.bytes();
    }

    // RFC 5681 §4.1: "a TCP SHOULD set cwnd to no more than RW before beginning transmission if the TCP has not sent
    // data in an interval exceeding the retransmission timeout." RW = min(IW,cwnd).
    // RFC 7661 §4.4.3: what the window was stays the aim of slow start: "it MUST update the ssthresh: ssthresh =
    // max(ssthresh, 3*cwnd/4)", and cwnd to no more than half of what it was, or IW.
    void onIdle() {
        ssthresh = Math.max(ssthresh, cwnd / 4 * 3);
        cwnd = Math.min(cwnd, initial.bytes());
    }

    // ---- Growth

    /** Takes note of an acknowledgment, and says whether the window may grow by it. */
    boolean mayGrow(Acknowledged event) {
        hasLeftInitial = true;
        validated = event.windowValidated();
        if (repairedAt == SOON) {
            repairedAt = event.sndNxt();
        }
        if (isRepairing() && event.sndUna() >= repairedAt) {
            repairedAt = NEVER;
        }
        // RFC 7661 §4.4: a window that is not used has not been tested, and does not grow.
        return validated && !event.recovering();
    }

    /**
     * By how much slow start opens the window at an acknowledgment (RFC 3465 §2.2).
     *
     * @param limit the most that one acknowledgment counts for, in segments
     */
    long slowStartIncrease(Acknowledged event, long limit) {
        if (countsSegments) {
            return event.acknowledgedBytes();
        }
        // RFC 3465 §2.3: L = 1*SMSS after a timeout, when one acknowledgment may cover much that has long left the
        // network.
        long segments = isRepairing() ? 1 : limit;
        long most = segments > Integer.MAX_VALUE ? Long.MAX_VALUE : segments * mss();
        return Math.min(event.acknowledgedBytes(), most);
    }

    /** Opens the window in slow start, to ssthresh at most. */
    void growTowardsThreshold(long bytes) {
        cwnd = Math.min(cwnd + bytes, ssthresh);
    }

    /** Opens the window in congestion avoidance. */
    void grow(long bytes) {
        cwnd += bytes;
    }

    /** Ends slow start at what the window is now, which is at least what losses would leave of it. */
    void endSlowStart() {
        ssthresh = Math.max(cwnd, 2L * mss());
    }

    private boolean isRepairing() {
        return repairedAt != NEVER;
    }

    // ---- Reductions

    /** Recovery begins: both fall to a share of what was in flight. */
    void onLoss(Loss event, double share) {
        reduce(event, share);
        recovering = true;
        cwnd = ssthresh;
    }

    /**
     * Congestion was echoed: as at a loss, but nothing is to be repaired.
     *
     * <p>RFC 3168 §6.1.2: "the value of the congestion window is bounded below by a value of one MSS", and not by the two that
     * ssthresh has.
     */
    void onEcnEcho(Loss event, double share) {
        reduce(event, share);
        cwnd = Math.min(Math.max((long) (cwnd * share), mss()), ssthresh);
    }

    // RFC 9937 §6.2: Proportional Rate Reduction ends with cwnd at ssthresh. RFC 6582 §3.2 step 3 would have a
    // smaller one against a burst, but segments are paced.
    void onRecovered() {
        if (recovering) {
            recovering = false;
            cwnd = ssthresh;
        }
    }

    void onTimeout(Loss event, boolean again, double share) {
        // RFC 5681 §3.1: ssthresh is held constant when the same segment is sent again by the timer.
        if (!again) {
            reduce(event, share);
        }
        hasLeftInitial = true;
        recovering = false;
        repairedAt = SOON;
        // RFC 5681 §3.1: "upon a timeout (as specified in [RFC2988]) cwnd MUST be set to no more than the loss
        // window, LW, which equals 1 full-sized segment (regardless of the value of IW)."
        cwnd = mss();
    }

    // RFC 5681 §3.1, equation (4): ssthresh = max (FlightSize / 2, 2*SMSS), and RFC 9438 §4.6 with another share.
    private void reduce(Loss event, double share) {
        priorCwnd = cwnd;
        priorSsthresh = ssthresh;
        ssthresh = Math.max(whole((long) (inUse(event) * share)), 2L * mss());
    }

    private long whole(long bytes) {
        return countsSegments ? bytes - bytes % mss() : bytes;
    }

    private long inUse(Loss event) {
        // RFC 7661 §4.4.1: how much is in flight at the moment tells little when the window was not used.
        long used = validated ? event.flightBytes() : event.usedBytes();
        // RFC 5681 §3.2: what limited transmit has sent beyond cwnd "MUST NOT be included in this calculation". While
        // losses are being repaired cwnd says nothing of what was sent before.
        return recovering || isRepairing() ? used : Math.min(used, cwnd);
    }

    /** The last reduction was a mistake. */
    void onSpurious() {
        recovering = false;
        repairedAt = NEVER;
        cwnd = Math.max(cwnd, priorCwnd);
        ssthresh = Math.max(ssthresh, priorSsthresh);
    }
}
