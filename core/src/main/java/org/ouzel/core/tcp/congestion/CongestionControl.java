package org.ouzel.core.tcp.congestion;

import java.util.function.LongSupplier;

/**
 * Decides how many bytes may be in flight, and how fast they leave. One instance serves one connection; what happens is told
 * it in order, by what is lent it, and it never sees the connection. Whoever writes one of their own hands its {@link Factory} to the
 * host.
 *
 * <p>Times are nanoseconds since the node began. "In flight" is RFC 6675's pipe: bytes that were sent and are neither
 * delivered nor known to be lost. "Delivered" is acknowledged, cumulatively or selectively, for the first time.
 */
public interface CongestionControl {
    /** How many segments the initial window has at the most (RFC 6928 §2). */
    int INITIAL_SEGMENTS = 10;

    /** Makes one for each connection. */
    @FunctionalInterface
    interface Factory {
        /**
         * Makes one.
         *
         * @param random 64 random bits at each call, for those that spread in time what many connections do
         */
        CongestionControl create(LongSupplier random);
    }

    /**
     * A segment is about to leave.
     *
     * @param now the time
     * @param bytes its sequence space
     * @param flightBytes how many bytes were in flight before it
     * @param deliveredBytes how many bytes have been delivered since the connection began
     * @param applicationLimited whether the user's want of data, not the window, held sending back lately
     */
    record Sent(long now, long bytes, long flightBytes, long deliveredBytes, boolean applicationLimited) {}

    /**
     * An acknowledgment told of something: delivered, or found lost. It is lent for the call, and tells of another afterwards: whoever
     * wants to know later keeps what it tells, not it.
     */
    interface Acknowledged {
        /** When it arrived. */
        long now();

        /** SND.UNA as a position that never wraps, after it. */
        long sndUna();

        /** SND.NXT as a position. */
        long sndNxt();

        /** By how much SND.UNA has advanced. */
        long acknowledgedBytes();

        /** How many bytes it delivered. */
        long deliveredBytes();

        /** How many bytes were found lost by it. */
        long lostBytes();

        /** How many bytes were in flight before it. */
        long flightBytesBefore();

        /** How many are after it. */
        long flightBytes();

        /** The round trip of the segment that was sent last of those it delivers, if that was sent but once; else -1. */
        long rttNs();

        /** Whether the congestion window has been used (RFC 7661 §4.2), so that it may grow. */
        boolean windowValidated();

        /**
         * Whether loss recovery is going on, other than after a timeout, or the acknowledgment tells of marks: the window is not to
         * grow.
         */
        boolean recovering();

        /**
         * How many packets it tells to have been marked by routers, as far as the peer counts them (accurate ECN, RFC 9768); one for
         * an ECN-Echo. The answer to them that a window has at most once is asked for by {@link #onEcnEcho}.
         */
        int marks();

        /** What the delivery rate's sampling says. */
        DeliverySample delivery();
    }

    /**
     * A sample of the delivery rate (draft-ietf-ccwg-bbr §4.1), taken at the segment that was sent last of those delivered. It is lent
     * with what it comes with.
     */
    interface DeliverySample {
        /** C.delivered, after the acknowledgment. */
        long totalDeliveredBytes();

        /** What it was when that segment was sent. */
        long priorDeliveredBytes();

        /** What was delivered in between. */
        long deliveredBytes();

        /** Over how long, the longer of the sending and of the acknowledging; 0 if there is no sample. */
        long intervalNs();

        /** What was found lost in between. */
        long lostBytes();

        /** How much was in flight when that segment was sent, it included. */
        long flightBytesWhenSent();

        /** Whether it was sent when the user had no more to send. */
        boolean applicationLimited();

        /** Bytes a second; 0 if there is no sample. */
        default double bytesPerSecond() {
            return intervalNs() > 0 ? deliveredBytes() * 1e9 / intervalNs() : 0;
        }
    }

    /**
     * A segment was found lost.
     *
     * @param now the time
     * @param bytes its sequence space
     * @param flightBytesWhenSent how much was in flight when it was sent, it included
     * @param lostBytesSinceSent how much was found lost since it was sent, it included
     * @param deliveredBytesWhenSent how much had been delivered when it was sent
     * @param applicationLimited whether it was sent when the user had no more to send
     */
    record SegmentLost(
            long now,
            long bytes,
            long flightBytesWhenSent,
            long lostBytesSinceSent,
            long deliveredBytesWhenSent,
            boolean applicationLimited) {}

    /**
     * Loss recovery begins, or the peer tells of congestion without a loss.
     *
     * @param now the time
     * @param flightBytes how many bytes are outstanding: sent, and not acknowledged cumulatively (FlightSize of RFC 5681)
     * @param usedBytes how many of them the connection is known to have used lately: the larger of pipeACK and FlightSize (RFC
     *     7661 §4.4.1)
     */
    record Loss(long now, long flightBytes, long usedBytes) {}

    /** The name by which users choose it. */
    String name();

    /** What it is doing, in its own words. */
    String phase();

    /** How many bytes may be in flight. */
    long cwndBytes();

    /** Where slow start ends; {@link Long#MAX_VALUE} before the first loss. */
    long ssthreshBytes();

    /** At how many bytes a second segments are to leave; 0 to leave that to the sender, who derives it from cwnd and SRTT. */
    default long pacingBytesPerSecond() {
        return 0;
    }

    /** Whether it decides itself how much is in flight during recovery. Else Proportional Rate Reduction does (RFC 9937). */
    default boolean regulatesRecovery() {
        return false;
    }

    /** The sender's maximum segment size has become known, or has changed. */
    void onSegmentSize(int mssBytes);

    /** How many segments the first window has, where that is not {@link #INITIAL_SEGMENTS} and what RFC 6928 says of bytes. */
    default void onInitialSegments(int segments) {}

    /** The window is counted in whole segments, and one acknowledgment in slow start for as many as it tells of. */
    default void onCountingSegments() {}

    /** A SYN, or the answer to one, was lost: the first window is one segment (RFC 5681 §3.1). */
    void onHandshakeTimeout();

    /**
     * Data is to be sent after more than a retransmission timeout in which none was (RFC 5681 §4.1), or too little for five minutes
     * to tell whether the window still is right (RFC 7661 §4.4.3).
     */
    void onIdle(long now);

    /** A segment is about to leave. */
    default void onSent(Sent event) {}

    /** An acknowledgment, in recovery or not. What it found lost has been told before. */
    void onAcknowledged(Acknowledged event);

    /** A segment was found lost. */
    default void onSegmentLost(SegmentLost event) {}

    /** Recovery begins: cwnd and ssthresh are reduced, and what they were is kept for {@link #onSpurious}. */
    void onLoss(Loss event);

    /**
     * The peer has echoed that a router met with congestion, without a loss (ECN): told once for each window of data, and not
     * during recovery. No {@link #onSpurious} follows it.
     *
     * <p>RFC 3168 §6.1.2: "The indication of congestion should be treated just as a congestion loss in non-ECN-Capable TCP." So it is
     * here. RFC 8511 lets the window fall by less.
     */
    default void onEcnEcho(Loss event) {
        onLoss(event);
        onRecovered(event.now(), event.flightBytes());
    }

    /**
     * Recovery is over.
     *
     * @param flightBytes how many bytes are in flight
     */
    void onRecovered(long now, long flightBytes);

    /**
     * The retransmission timer has expired. What cwnd and ssthresh were is kept for {@link #onSpurious}, unless it has expired
     * for the same data before.
     *
     * @param event what was in flight
     * @param again whether the same data had been sent again by the timer before (RFC 5681 §3.1 holds ssthresh then)
     */
    void onTimeout(Loss event, boolean again);

    /**
     * The last {@link #onLoss} or {@link #onTimeout} was a mistake: nothing was lost. cwnd and ssthresh are what they were
     * before it, if they are less now (RFC 9438 §4.9). RFC 4015 §3.4 would have a smaller cwnd against a burst; segments are
     * paced instead.
     *
     * @param flightBytes how many bytes are in flight
     */
    void onSpurious(long now, long flightBytes);
}
