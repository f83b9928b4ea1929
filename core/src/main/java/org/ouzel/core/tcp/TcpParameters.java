package org.ouzel.core.tcp;

import java.util.concurrent.TimeUnit;

/**
 * The times that hold for all connections of a node, in nanoseconds.
 *
 * @param initialRtoNs the retransmission timeout before there is a measurement (RFC 6298 §2.1)
 * @param minRtoNs by how much it exceeds the smoothed round trip at the least: 200 ms as Linux has it, where RFC 6298 §2.4
 *     says that it SHOULD be a second in all
 * @param maxRtoNs its greatest value (RFC 6298 §2.5)
 * @param delayedAckNs how long an acknowledgment is delayed, less than the 500 ms of RFC 9293 §3.8.6.3
 * @param answerWaitNs how long the acknowledgment of what fills no segment, or of a FIN, waits for the user's answer where it would
 *     go at once otherwise, less than 500 ms as well, and never longer than {@code delayedAckNs}; 0 for not at all.
 *     {@link TcpTuning.Acknowledging#ADAPTIVE} does not look at it
 * @param maxSegmentLifetimeNs the MSL, half of the time in TIME-WAIT
 * @param keepAliveIntervalNs the time between keep-alive probes
 * @param keepAliveProbes how many of them go unanswered before the connection is ended
 * @param synAckRetransmissions how often the answer to a request is sent again before a passive open listens again, whatever
 *     the user timeout. The three minutes of RFC 9293 MUST-23 are for a SYN that the user asked for, in an active open; a
 *     request may well have a forged sender
 */
public record TcpParameters(
        long initialRtoNs,
        long minRtoNs,
        long maxRtoNs,
        long delayedAckNs,
        long answerWaitNs,
        long maxSegmentLifetimeNs,
        long keepAliveIntervalNs,
        int keepAliveProbes,
        int synAckRetransmissions) {
    /** RFC 9293 §3.8.6.3: "in particular, the delay MUST be less than 0.5 seconds" (MUST-40). */
    private static final long MOST_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(500) - 1;

    /** What a host uses unless told otherwise. */
    public static final TcpParameters DEFAULT = new TcpParameters(
            TimeUnit.SECONDS.toNanos(1),
            TimeUnit.MILLISECONDS.toNanos(200),
            TimeUnit.SECONDS.toNanos(60),
            TimeUnit.MILLISECONDS.toNanos(40),
            0,
            TimeUnit.SECONDS.toNanos(30),
            TimeUnit.SECONDS.toNanos(75),
            9,
            3);

    /** Refuses what has no meaning. */
    public TcpParameters {
        Bounds.requireNotNegative("initialRtoNs", initialRtoNs);
        Bounds.requireNotNegative("minRtoNs", minRtoNs);
        Bounds.requireNotNegative("maxRtoNs", maxRtoNs);
        Bounds.require("delayedAckNs", delayedAckNs, 0, MOST_DELAY_NS);
        Bounds.require("answerWaitNs", answerWaitNs, 0, MOST_DELAY_NS);
        Bounds.requireNotNegative("maxSegmentLifetimeNs", maxSegmentLifetimeNs);
        Bounds.requireNotNegative("keepAliveIntervalNs", keepAliveIntervalNs);
        Bounds.requireNotNegative("keepAliveProbes", keepAliveProbes);
        Bounds.requireNotNegative("synAckRetransmissions", synAckRetransmissions);
    }

    /** The same with another wait for the user's answer. */
    public TcpParameters withAnswerWait(long nanos) {
        return new TcpParameters(
                initialRtoNs,
                minRtoNs,
                maxRtoNs,
                delayedAckNs,
                nanos,
                maxSegmentLifetimeNs,
                keepAliveIntervalNs,
                keepAliveProbes,
                synAckRetransmissions);
    }

    /** The same with another maximum segment lifetime. */
    public TcpParameters withMaxSegmentLifetime(long nanos) {
        return new TcpParameters(
                initialRtoNs,
                minRtoNs,
                maxRtoNs,
                delayedAckNs,
                answerWaitNs,
                nanos,
                keepAliveIntervalNs,
                keepAliveProbes,
                synAckRetransmissions);
    }
}
