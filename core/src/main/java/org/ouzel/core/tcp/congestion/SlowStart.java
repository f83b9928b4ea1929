package org.ouzel.core.tcp.congestion;

import org.ouzel.core.tcp.congestion.CongestionControl.Acknowledged;

/**
 * Slow start (RFC 5681 §3.1) by counting bytes (RFC 3465). The first one of a connection ends before losses end it, by HyStart++
 * (RFC 9406).
 */
final class SlowStart {
    private final CongestionWindow window;
    private final HyStartPlusPlus hyStart = new HyStartPlusPlus();
    private final long limit;

    /**
     * Slow start of a window.
     *
     * @param limit L of RFC 3465 §2.2: the most that one acknowledgment counts for, in segments
     */
    SlowStart(CongestionWindow window, long limit) {
        this.window = window;
        this.limit = limit;
    }

    /** Whether the first one goes on, and goes slowly (CSS). */
    boolean isConservative() {
        return window.isFirstSlowStart() && hyStart.isConservative();
    }

    /** An acknowledgment. */
    void onAcknowledged(Acknowledged event, boolean mayGrow) {
        // RFC 9406 §4.3: "An implementation SHOULD use HyStart++ only for the initial slow start (when the ssthresh
        // is at its initial value of arbitrarily high per [RFC5681])"
        boolean isFirst = window.isFirstSlowStart();
        if (isFirst && hyStart.onAcknowledged(event.sndUna(), event.sndNxt(), event.rttNs())) {
            window.endSlowStart();
            return;
        }
        if (mayGrow) {
            long bytes = window.slowStartIncrease(event, limit);
            window.growTowardsThreshold(isFirst ? hyStart.increase(bytes) : bytes);
        }
    }
}
