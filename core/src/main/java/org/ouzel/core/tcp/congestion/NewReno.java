package org.ouzel.core.tcp.congestion;

/**
 * Slow start and congestion avoidance of RFC 5681, with byte counting (RFC 3465, L = 2) and the initial window of RFC 6928.
 * The retransmissions of NewReno (RFC 6582) are loss recovery's.
 */
public final class NewReno implements CongestionControl {
    /** The name. */
    public static final String NAME = "newreno";

    private static final int INITIAL_SEGMENTS = 10;
    private static final int INITIAL_BYTES = 14_600;

    private int mss = 536;
    private long cwnd = initialWindow(mss);
    private long ssthresh = Long.MAX_VALUE;
    private long ackedInAvoidance;
    private boolean hasSent;
    private boolean handshakeTimedOut;
    private boolean recovering;

    /** What cwnd and ssthresh were before the last reduction. */
    private long priorCwnd;

    private long priorSsthresh;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String phase() {
        if (recovering) {
            return "fast recovery";
        }
        return cwnd < ssthresh ? "slow start" : "congestion avoidance";
    }

    @Override
    public long cwndBytes() {
        return cwnd;
    }

    @Override
    public long ssthreshBytes() {
        return ssthresh;
    }

    @Override
    public void onSegmentSize(int mssBytes) {
        mss = mssBytes;
        cwnd = hasSent ? Math.max(cwnd, mss) : firstWindow();
    }

    private long firstWindow() {
        return handshakeTimedOut ? mss : initialWindow(mss);
    }

    @Override
    public void onHandshakeTimeout() {
        handshakeTimedOut = true;
        cwnd = mss;
    }

    // RFC 5681 §4.1: "a TCP SHOULD set cwnd to no more than RW before data transmission begins", RW = min (IW, cwnd).
    @Override
    public void onIdle(long now) {
        cwnd = Math.min(cwnd, firstWindow());
    }

    // RFC 6928 §2: min (10*MSS, max (2*MSS, 14600))
    private static long initialWindow(int mss) {
        return Math.min((long) INITIAL_SEGMENTS * mss, Math.max(2L * mss, INITIAL_BYTES));
    }

    @Override
    public void onAcknowledged(Acknowledged event) {
        hasSent = true;
        // RFC 7661 §4.4.1: a window that is not used has not been tested, and does not grow.
        if (event.recovering() || !event.windowValidated()) {
            return;
        }
        if (cwnd < ssthresh) {
            // RFC 3465 §2.2 with L = 2: more than two segments' worth of one acknowledgment does not count.
            cwnd += Math.min(event.acknowledgedBytes(), 2L * mss);
            return;
        }
        // RFC 5681 §3.1: one segment for each window acknowledged.
        ackedInAvoidance += event.acknowledgedBytes();
        if (ackedInAvoidance >= cwnd) {
            ackedInAvoidance -= cwnd;
            cwnd += mss;
        }
    }

    @Override
    public void onLoss(Loss event) {
        recovering = true;
        remember();
        ssthresh = halved(event.flightBytes());
        cwnd = ssthresh;
        ackedInAvoidance = 0;
    }

    private void remember() {
        priorCwnd = cwnd;
        priorSsthresh = ssthresh;
    }

    @Override
    public void onRecovered(long now, long flightBytes) {
        recovering = false;
        // RFC 6582 §3.2 step 3, option 1: cwnd = min (ssthresh, max (FlightSize, SMSS) + SMSS)
        cwnd = Math.min(ssthresh, Math.max(flightBytes, mss) + mss);
    }

    @Override
    public void onTimeout(Loss event, boolean again) {
        hasSent = true;
        recovering = false;
        // RFC 5681 §3.1: ssthresh is held constant when the same segment is sent again by the timer.
        if (!again) {
            remember();
            ssthresh = halved(event.flightBytes());
        }
        cwnd = mss;
        ackedInAvoidance = 0;
    }

    @Override
    public void onSpurious(long now, long flightBytes) {
        recovering = false;
        cwnd = Math.max(cwnd, priorCwnd);
        ssthresh = Math.max(ssthresh, priorSsthresh);
    }

    // RFC 5681 §3.1, equation (4): ssthresh = max (FlightSize / 2, 2*SMSS)
    private long halved(long flightBytes) {
        return Math.max(flightBytes / 2, 2L * mss);
    }
}
