package org.ouzel.core.tcp;

import java.util.OptionalLong;

/**
 * Measures the round trip for the {@link RttEstimator}: the time until one position is acknowledged, or the echoed timestamp
 * where something was sent again in between (RFC 6298 §3, RFC 7323 §4).
 */
final class RttSampler {
    private static final long MILLISECOND_NS = 1_000_000;

    private final RttEstimator rtt;
    private final Counters counters;

    /** The position whose acknowledgment is being timed, and since when; -1 for none. */
    private long timedPosition = -1;

    private long timedSince;
    private boolean resentSinceProgress;

    /** When something was first sent again since the last progress. */
    private long resentAt;

    RttSampler(RttEstimator rtt, Counters counters) {
        this.rtt = rtt;
        this.counters = counters;
    }

    /** Something was sent for the first time. */
    void onSent(long position, long now) {
        if (timedPosition < 0) {
            timedPosition = position;
            timedSince = now;
        }
    }

    /** Something was sent again: its acknowledgment is ambiguous (Karn's algorithm). */
    void onResent(long now) {
        forget();
        if (!resentSinceProgress) {
            resentSinceProgress = true;
            resentAt = now;
        }
    }

    /** What is being timed would mean nothing any more. */
    void forget() {
        timedPosition = -1;
    }

    /**
     * New data is acknowledged, up to a position.
     *
     * @param echoedRttNs the round-trip time that the timestamp option tells, if it does
     */
    void onAcknowledged(long position, long now, OptionalLong echoedRttNs) {
        // RFC 3522 §3.2, step 5: an echo older than the retransmission answers the original.
        if (resentSinceProgress
                && echoedRttNs.isPresent()
                && now - echoedRttNs.getAsLong() < resentAt - MILLISECOND_NS) {
            counters.spuriousRetransmissions++;
        }
        if (timedPosition >= 0 && position > timedPosition) {
            rtt.sample(now - timedSince);
            timedPosition = -1;
        } else if (resentSinceProgress && echoedRttNs.isPresent()) {
            // Karn's algorithm has no sample, but the echoed timestamp is not ambiguous (RFC 7323 §4).
            rtt.sample(Math.max(echoedRttNs.getAsLong(), MILLISECOND_NS));
        }
        resentSinceProgress = false;
    }
}
