package org.ouzel.core.tcp.congestion;

/**
 * BBR's control parameters as they are when something happens (draft-ietf-ccwg-bbr-06 §2.3), as its model needs them.
 *
 * @param mss C.SMSS
 * @param cwnd C.cwnd
 * @param initialCwnd C.InitialCwnd
 * @param sendQuantum C.send_quantum
 * @param isCwndLimited C.is_cwnd_limited, whether cwnd has held back sending since the last acknowledgment
 */
record BbrControls(int mss, long cwnd, long initialCwnd, long sendQuantum, boolean isCwndLimited) {
    private static final int MIN_PIPE_SEGMENTS = 4;
    private static final int QUANTA_IN_OFFLOAD = 3;

    /** BBR.MinPipeCwnd (§5.6.4.3). */
    long minPipeCwnd() {
        return (long) MIN_PIPE_SEGMENTS * mss;
    }

    /** QuantizationBudget() (§5.6.4.2), with the offload budget of §5.5.8.1. */
    double quantized(double inflight, BbrState state) {
        double budget = Math.max(inflight, (double) Math.max(QUANTA_IN_OFFLOAD * sendQuantum, minPipeCwnd()));
        return state == BbrState.PROBE_BW_UP ? budget + 2 * mss : budget;
    }
}
