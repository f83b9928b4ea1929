package org.ouzel.core.tcp;

import org.ouzel.core.tcp.congestion.CongestionControl;

/**
 * Spreads what is sent over the round trip: segments leave at a rate, a millisecond's worth at once, so that a window that was
 * not used for a while makes no burst (RFC 7661 §4.4.2). What is sent after an idle time may begin with the initial window, as
 * a new connection does (RFC 6928).
 */
final class Pacer implements Kept {
    private static final double NS_PER_SECOND = 1e9;

    /** How much leaves at once: timers are not finer, and what takes less is not worth waking for. */
    private static final long QUANTUM_NS = 1_000_000;

    private static final int LEAST_SEGMENTS = 2;

    /** By how much the rate exceeds a window in a round trip: in slow start the window doubles meanwhile. */
    private static final double IN_SLOW_START = 2.0;

    /**
     * The same later, so that pacing does not keep the window from being used. Both are Linux's (tcp_pacing_ss_ratio,
     * tcp_pacing_ca_ratio).
     */
    private static final double IN_AVOIDANCE = 1.2;

    /** When what has left would have left, had it been sent at the rate exactly. */
    private long sentUpTo = Long.MIN_VALUE;

    /** Bytes that may leave before the rate holds. */
    private long credit;

    private long maxBytesPerSecond = Long.MAX_VALUE;

    /** The rate, unless it is yet to be worked out. */
    private double bytesPerSecond;

    /** What it is to be worked out of: so much in a round trip of so long. 0 while it is known. */
    private double bytesPerRoundTrip;

    private long roundTripNs;

    /** The greatest rate that the user wants, from now on; {@link Long#MAX_VALUE} for none. */
    void limit(long mostBytesPerSecond) {
        maxBytesPerSecond = mostBytesPerSecond;
        become(rate());
    }

    /** Nothing is in flight: what comes next may begin with a burst of the initial window, unless the user bounds the rate. */
    void onIdle(int mss) {
        credit = isBounded() ? 0 : (long) CongestionControl.INITIAL_SEGMENTS * mss;
    }

    /**
     * The rate from now on: what congestion control asks for, or else a little more than a window each round trip, and twice as
     * much while the window doubles.
     *
     * @param wishedBytesPerSecond what congestion control asks for; 0 for nothing
     * @param smoothedRttNs 0 while unknown: nothing is paced then but to the user's bound
     */
    void setRate(long wishedBytesPerSecond, long cwndBytes, boolean slowStart, long smoothedRttNs) {
        if (wishedBytesPerSecond > 0 || smoothedRttNs == 0) {
            become((double) Math.max(0, wishedBytesPerSecond));
        } else {
            roundTripNs = smoothedRttNs;
            bytesPerRoundTrip = perRoundTrip(cwndBytes, slowStart);
        }
    }

    /** Bytes a second. They are worked out when they are asked for: a short connection is, by most of its acknowledgments, not. */
    private double rate() {
        if (roundTripNs > 0) {
            become(bytesPerRoundTrip * NS_PER_SECOND / roundTripNs);
        }
        return bytesPerSecond;
    }

    private void become(double rate) {
        bytesPerSecond = bounded(rate);
        bytesPerRoundTrip = 0;
        roundTripNs = 0;
    }

    /** Bytes a second: a little more than a window in a round trip, or twice as much. */
    static double rateOf(long cwndBytes, boolean slowStart, long roundTripNs) {
        return perRoundTrip(cwndBytes, slowStart) * NS_PER_SECOND / roundTripNs;
    }

    private static double perRoundTrip(long cwndBytes, boolean slowStart) {
        return (slowStart ? IN_SLOW_START : IN_AVOIDANCE) * cwndBytes;
    }

    private double bounded(double rate) {
        return isBounded() && (rate == 0 || rate > maxBytesPerSecond) ? maxBytesPerSecond : rate;
    }

    /** Whether the user bounds the rate. */
    boolean isBounded() {
        return maxBytesPerSecond != Long.MAX_VALUE;
    }

    /** When the next segment may leave; the past if now. */
    long allowedAt(int mss) {
        if (credit > 0 || rate() == 0) {
            return Long.MIN_VALUE;
        }
        return sentUpTo == Long.MIN_VALUE ? sentUpTo : sentUpTo - quantumNs(mss);
    }

    private long quantumNs(long mss) {
        return Math.max(QUANTUM_NS, durationNs(LEAST_SEGMENTS * mss));
    }

    /** How many full segments may leave now, where one may. */
    long segmentsAllowed(int mss, long now) {
        if (credit > 0) {
            return Math.ceilDiv(credit, (long) mss);
        }
        if (rate() == 0) {
            return Long.MAX_VALUE;
        }
        long ahead = Math.max(0, Math.max(sentUpTo, now) - now);
        return 1 + (quantumNs(mss) - ahead) / Math.max(1, durationNs(mss));
    }

    /** So many bytes have left, in segments so long. */
    void onSent(long bytes, long segmentBytes, long now) {
        if (credit > 0) {
            credit -= bytes;
            if (credit <= 0 && rate() > 0) {
                // The burst was the credit: no quantum comes on top of it.
                sentUpTo = Math.max(sentUpTo, now) + quantumNs(segmentBytes) + durationNs(segmentBytes);
            }
            return;
        }
        if (rate() > 0) {
            sentUpTo = Math.max(sentUpTo, now) + durationNs(bytes, segmentBytes);
        }
    }

    /** Of several segments, to the nanosecond what each of them would have taken alone. */
    private long durationNs(long bytes, long segmentBytes) {
        if (bytes <= segmentBytes) {
            return durationNs(bytes);
        }
        return bytes / segmentBytes * durationNs(segmentBytes) + durationNs(bytes % segmentBytes);
    }

    private long durationNs(long bytes) {
        return Math.round(bytes * NS_PER_SECOND / rate());
    }

    long bytesPerSecond() {
        return Math.round(rate());
    }

    @Override
    public void keep(Ledger ledger) {
        sentUpTo = ledger.entry(sentUpTo);
        credit = ledger.entry(credit);
        bytesPerSecond = ledger.entry(rate());
    }
}
