package org.ouzel.core.tcp.congestion;

/**
 * CUBIC (RFC 9438): after a reduction the window grows along a cubic function of time ({@link CubicCurve}), whose plateau is
 * where the reduction was made, and never slower than Reno's. Its first slow start is {@link HyStartPlusPlus}, and it
 * validates the window as RFC 7661 does. The arithmetic is the same on every machine.
 */
final class Cubic implements CongestionControl {
    static final String NAME = "cubic";

    /** RFC 9438 §4.2: the target is at most so many times cwnd, which is slower than slow start. */
    private static final double MOST_GROWTH = 1.5;

    // RFC 9406 §4.3: "A paced TCP implementation SHOULD use L = infinity." The sender paces always.
    private static final long NO_LIMIT = Long.MAX_VALUE;

    /** RFC 8511 §3.1: what is to be left of the window after an ECN-Echo by CUBIC, more than by Reno. */
    private static final double SHARE_AFTER_ECHO = 0.85;

    /** RFC 6298 §2: a new sample's share in the smoothed round trip is 1/8. */
    private static final int SMOOTHING = 8;

    private final CongestionWindow window = new CongestionWindow();
    private final SlowStart slowStart = new SlowStart(window, NO_LIMIT);
    private CubicCurve curve = CubicCurve.NONE;

    /** The part of cwnd below a byte. */
    private double fraction;

    private boolean isRenoFriendly;
    private long smoothedRttNs;
    private long acknowledgedAt;

    /** What the curve was before the last reduction. */
    private CubicCurve priorCurve = CubicCurve.NONE;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String phase() {
        if (window.isRecovering()) {
            return "fast recovery";
        }
        if (window.isSlowStart()) {
            boolean conservative = slowStart.isConservative();
            return conservative ? "conservative slow start" : "slow start";
        }
        return "congestion avoidance, " + region();
    }

    // RFC 9438 §4.2
    private String region() {
        if (isRenoFriendly) {
            return "Reno-friendly";
        }
        return window.cwnd() < curve.wMax() ? "concave" : "convex";
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
        // The curve is one of segments: with segments of another size it is another.
        curve = curve.ended();
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

    // RFC 9438 §5.8: t is to "not include application-limited periods, such as idle periods". With nothing in flight
    // it is one since the last acknowledgment.
    @Override
    public void onSent(Sent event) {
        if (event.flightBytes() == 0) {
            pause(event.now());
        }
    }

    private void pause(long now) {
        curve = curve.paused(now - acknowledgedAt);
        acknowledgedAt = now;
    }

    // ---- Growth

    @Override
    public void onAcknowledged(Acknowledged event) {
        if (event.rttNs() >= 0) {
            smooth(event.rttNs());
        }
        boolean mayGrow = window.mayGrow(event);
        if (window.isSlowStart()) {
            slowStart(event, mayGrow);
        } else if (mayGrow) {
            avoidCongestion(event);
        } else if (!event.windowValidated()) {
            pause(event.now());
        }
        acknowledgedAt = event.now();
    }

    private void smooth(long rttNs) {
        smoothedRttNs = smoothedRttNs == 0 ? rttNs : smoothedRttNs + (rttNs - smoothedRttNs) / SMOOTHING;
    }

    private void slowStart(Acknowledged event, boolean mayGrow) {
        curve = curve.ended();
        // RFC 9438 §4.10: where HyStart++ ends it, "CUBIC sets cwnd_prior = cwnd and switches to congestion
        // avoidance": the curve knows none yet.
        slowStart.onAcknowledged(event, mayGrow);
    }

    private void avoidCongestion(Acknowledged event) {
        int mss = window.mss();
        double cwnd = window.cwnd() + fraction;
        if (!curve.hasBegun()) {
            curve = curve.begun(event.now(), cwnd, mss);
        }
        // RFC 9438 §4.4 has an increase for each acknowledgment of a segment. One of several counts as several.
        double part = Math.min(event.acknowledgedBytes() / cwnd, 1);
        curve = curve.acknowledged(part, mss);
        // RFC 9438 §4.3: "If so, CUBIC is in the Reno-friendly region and cwnd SHOULD be set to W_est at each
        // reception of a new ACK."
        isRenoFriendly = curve.window(event.now(), mss) < curve.wEst();
        double increase = isRenoFriendly ? curve.wEst() - cwnd : (target(event.now(), cwnd) - cwnd) * part;
        grow(Math.max(increase, 0));
    }

    // RFC 9438 §4.2: where the curve will be a round trip later, between cwnd and one and a half of it
    private double target(long now, double cwnd) {
        return Math.clamp(curve.window(now + smoothedRttNs, window.mss()), cwnd, MOST_GROWTH * cwnd);
    }

    private void grow(double increase) {
        fraction += increase;
        long whole = (long) fraction;
        window.grow(whole);
        fraction -= whole;
    }

    // ---- Reductions

    @Override
    public void onLoss(Loss event) {
        priorCurve = curve;
        curve = curve.reduced(window.cwnd() + fraction);
        // RFC 9438 §4.6: "the sender MUST reduce cwnd and ssthresh immediately upon entering loss recovery"
        window.onLoss(event, CubicCurve.BETA);
        fraction = 0;
    }

    @Override
    public void onEcnEcho(Loss event) {
        priorCurve = curve;
        curve = curve.reduced(window.cwnd() + fraction);
        window.onEcnEcho(event, SHARE_AFTER_ECHO);
        fraction = 0;
    }

    @Override
    public void onRecovered(long now, long flightBytes) {
        window.onRecovered();
    }

    @Override
    public void onTimeout(Loss event, boolean again) {
        if (!again) {
            priorCurve = curve;
            curve = curve.timedOut(window.cwnd() + fraction);
        }
        // RFC 9438 §4.8: cwnd as Reno has it, ssthresh by β_cubic
        window.onTimeout(event, again, CubicCurve.BETA);
        fraction = 0;
    }

    // RFC 9438 §4.9.2: all of it, unless cwnd is already higher than cwnd_prior: then "CUBIC SHOULD continue to use the
    // current and the most recent values of these variables."
    @Override
    public void onSpurious(long now, long flightBytes) {
        if (window.cwnd() < curve.cwndPrior()) {
            curve = priorCurve;
        }
        window.onSpurious();
    }
}
