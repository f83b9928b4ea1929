package org.ouzel.core.tcp.congestion;

/**
 * How CUBIC's window is to grow in a stage of congestion avoidance: the cubic function of RFC 9438 §4.2, and beside it the
 * window that Reno would have (§4.3). Windows are in bytes.
 *
 * @param wMax W_max, the window of the plateau; 0 if there is none to know
 * @param cwndPrior cwnd_prior, the window when ssthresh was last set
 * @param kSeconds K, when the plateau is reached
 * @param epochAt t_epoch, when the stage began; {@link #NOT_BEGUN} while there is none
 * @param wEst W_est, the window that Reno would have
 */
record CubicCurve(double wMax, double cwndPrior, double kSeconds, long epochAt, double wEst) {
    /** Nothing has been learned yet. */
    static final CubicCurve NONE = new CubicCurve(0, 0, 0, CubicCurve.NOT_BEGUN, 0);

    static final long NOT_BEGUN = Long.MIN_VALUE;

    /** RFC 9438 §4.6: "The parameter β_cubic SHOULD be set to 0.7". */
    static final double BETA = 0.7;

    /** Segments per second cubed. RFC 9438 §5.1: "C SHOULD be set to 0.4". */
    private static final double C = 0.4;

    /** RFC 9438 §4.3: with this increase and {@link #BETA} the average window is that of Reno. */
    private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);

    private static final double NS_PER_SECOND = 1e9;

    boolean hasBegun() {
        return epochAt != NOT_BEGUN;
    }

    /** A stage of congestion avoidance begins. */
    CubicCurve begun(long now, double cwnd, int mss) {
        if (wMax <= cwnd) {
            // RFC 9438 §4.8, §4.10: after a timeout or a slow start that no loss has ended, "K is set to 0, and W_max
            // is set to the congestion window size at the beginning of the current congestion avoidance stage". So it
            // is where cwnd has outgrown W_max: equation 2 has no other solution.
            return new CubicCurve(cwnd, cwndPrior > 0 ? cwndPrior : cwnd, 0, now, cwnd);
        }
        // RFC 9438 §4.2, equation 2
        double k = StrictMath.cbrt((wMax - cwnd) / mss / C);
        return new CubicCurve(wMax, cwndPrior, k, now, cwnd);
    }

    /** There is no stage for now: it is slow start. */
    CubicCurve ended() {
        return hasBegun() ? new CubicCurve(wMax, cwndPrior, kSeconds, NOT_BEGUN, wEst) : this;
    }

    /** The window is about to be reduced, because of a loss. */
    CubicCurve reduced(double cwnd) {
        // RFC 9438 §4.7, fast convergence: a window that has not reached W_max again leaves room to others.
        double plateau = cwnd < wMax ? cwnd * (1 + BETA) / 2 : cwnd;
        return new CubicCurve(plateau, cwnd, 0, NOT_BEGUN, 0);
    }

    /** The window is about to be reduced, because of a timeout: there is no plateau (RFC 9438 §4.8). */
    CubicCurve timedOut(double cwnd) {
        return new CubicCurve(0, cwnd, 0, NOT_BEGUN, 0);
    }

    // RFC 9438 §4.2: "The elapsed time t in Figure 1 MUST NOT include periods during which cwnd has not been updated
    // due to application-limited behavior"
    CubicCurve paused(long ns) {
        return hasBegun() ? new CubicCurve(wMax, cwndPrior, kSeconds, epochAt + ns, wEst) : this;
    }

    /** W_cubic (RFC 9438 §4.2, equation 1). */
    double window(long at, int mss) {
        double offset = (at - epochAt) / NS_PER_SECOND - kSeconds;
        return C * offset * offset * offset * mss + wMax;
    }

    /** W_est after a part of the window was acknowledged (RFC 9438 §4.3, figure 4). */
    CubicCurve acknowledged(double partOfWindow, int mss) {
        // RFC 9438 §4.3: "Once W_est has grown to reach the cwnd at the time of most recently setting ssthresh --
        // that is, W_est >= cwnd_prior -- the sender SHOULD set α_cubic to 1"
        double alpha = wEst >= cwndPrior ? 1 : ALPHA;
        return new CubicCurve(wMax, cwndPrior, kSeconds, epochAt, wEst + alpha * partOfWindow * mss);
    }
}
