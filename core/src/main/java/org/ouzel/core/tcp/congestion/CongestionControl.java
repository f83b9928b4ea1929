package org.ouzel.core.tcp.congestion;

/** Decides how many bytes may be in flight. One instance serves one connection; what happens is told it in order. */
public interface CongestionControl {

    /**
     * New data was acknowledged, outside of loss recovery.
     *
     * @param now the time, nanoseconds since the node began
     * @param bytes how many bytes were acknowledged for the first time
     * @param flightBytes how many were in flight before
     */
    record Acknowledged(long now, long bytes, long flightBytes) {}

    /**
     * A loss was found.
     *
     * @param now the time, nanoseconds since the node began
     * @param flightBytes how many bytes were in flight
     */
    record Loss(long now, long flightBytes) {}

    /** The name by which users choose it. */
    String name();

    /** What it is doing, in its own words. */
    String phase();

    /** How many bytes may be in flight. */
    long cwndBytes();

    /** Where slow start ends; {@link Long#MAX_VALUE} before the first loss. */
    long ssthreshBytes();

    /** The sender's maximum segment size has become known, or has changed. */
    void onSegmentSize(int mssBytes);

    /** A SYN, or the answer to one, was lost: the first window is one segment (RFC 5681 §3.1). */
    void onHandshakeTimeout();

    /** Data is to be sent after more than a retransmission timeout in which none was (RFC 5681 §4.1). */
    void onIdle();

    /** New data was acknowledged. */
    void onAcknowledged(Acknowledged event);

    /** Duplicate acknowledgments told of a loss: recovery begins. */
    void onLoss(Loss event);

    /**
     * Recovery is over.
     *
     * @param flightBytes how many bytes are in flight
     */
    void onRecovered(long flightBytes);

    /**
     * The retransmission timer has expired.
     *
     * @param event what was in flight
     * @param again whether the same data had been sent again by the timer before (RFC 5681 §3.1 holds ssthresh then)
     */
    void onTimeout(Loss event, boolean again);
}
