package org.ouzel.core.tcp.congestion;

/**
 * Slow start and congestion avoidance of RFC 5681, with byte counting (RFC 3465, L = 2), the initial window of RFC 6928, the
 * end of the first slow start of RFC 9406 and the validation of RFC 7661. The retransmissions of NewReno (RFC 6582) are loss recovery's.
 */
public final class NewReno implements CongestionControl {
    /** The name. */
    public static final String NAME = "newreno";

    private static final double SHARE_AFTER_LOSS = 0.5;

    /**
     * RFC 8511 §3: "receipt of a packet with the ECN-Echo flag SHOULD trigger the TCP source to set the slow start threshold
     * (ssthresh) to 0.8 times the FlightSize, with a lower bound of 2 * SMSS applied to the result". Who marks keeps the queue short,
     * so that less has to drain than before a loss.
     */
    private static final double SHARE_AFTER_ECHO = 0.8;

    /** L of RFC 3465 §2.3. */
    private static final int LIMIT = 2;

    private final CongestionWindow window = new CongestionWindow();
    private final SlowStart slowStart = new SlowStart(window, LIMIT);
    private long ackedInAvoidance;

    /** Makes one for a connection. */
    public NewReno() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String phase() {
        if (window.isRecovering()) {
            return "fast recovery";
        }
        if (slowStart.isConservative()) {
            return "conservative slow start";
        }
        return window.isSlowStart() ? "slow start" : "congestion avoidance";
    }

    @Override
    public long cwndBytes() {
        return window.cwnd();
    }

    @Override
    public long ssthreshBytes() {
        return window.ssthresh();
    }

    @Override
    public void onSegmentSize(int mssBytes) {
        window.onSegmentSize(mssBytes);
    }

    @Override
    public void onInitialSegments(int segments) {
        window.onInitialSegments(segments);
    }

    @Override
    public void onCountingSegments() {
        window.onCountingSegments();
    }

    @Override
    public void onHandshakeTimeout() {
        window.onHandshakeTimeout();
    }

    @Override
    public void onIdle(long now) {
        window.onIdle();
    }

    @Override
    public void onAcknowledged(Acknowledged event) {
        boolean mayGrow = window.mayGrow(event);
        if (window.isSlowStart()) {
            slowStart.onAcknowledged(event, mayGrow);
        } else if (mayGrow) {
            avoidCongestion(event.acknowledgedBytes());
        }
    }

    // RFC 3465 §2.1: one segment whenever a whole window was acknowledged, so at most one a round trip.
    private void avoidCongestion(long bytes) {
        ackedInAvoidance += bytes;
        if (ackedInAvoidance >= window.cwnd()) {
            ackedInAvoidance -= window.cwnd();
            window.grow(window.mss());
        }
    }

    @Override
    public void onLoss(Loss event) {
        window.onLoss(event, SHARE_AFTER_LOSS);
        ackedInAvoidance = 0;
    }

    @Override
    public void onEcnEcho(Loss event) {
        window.onEcnEcho(event, SHARE_AFTER_ECHO);
        ackedInAvoidance = 0;
    }

    @Override
    public void onRecovered(long now, long flightBytes) {
        window.onRecovered();
    }

    @Override
    public void onTimeout(Loss event, boolean again) {
        window.onTimeout(event, again, SHARE_AFTER_LOSS);
        ackedInAvoidance = 0;
    }

    @Override
    public void onSpurious(long now, long flightBytes) {
        window.onSpurious();
    }
}
