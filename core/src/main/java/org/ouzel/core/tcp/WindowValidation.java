package org.ouzel.core.tcp;

/**
 * Tells whether the congestion window is used, so that it is known to be right (RFC 7661): pipeACK is how much the path has
 * carried in one of the last round trips.
 */
final class WindowValidation {
    /** RFC 7661 §4.2: the pipeACK Sampling Period is the larger of three round trips and a second. */
    private static final int PERIOD_ROUND_TRIPS = 3;

    private static final long LEAST_PERIOD_NS = 1_000_000_000L;
    private static final long UNDEFINED = -1;

    private long roundEnd;
    private long inRound;

    /** The most of a round trip in the period that runs, and in the one before. */
    private long pipeAck = UNDEFINED;

    private long formerPipeAck = UNDEFINED;
    private long periodBegan;

    /** SND.UNA has advanced. */
    void onAcknowledged(long bytes, long sndUna, long sndNxt, long smoothedRttNs, long now) {
        inRound += bytes;
        if (sndUna < roundEnd) {
            return;
        }
        if (now - periodBegan > Math.max(PERIOD_ROUND_TRIPS * smoothedRttNs, LEAST_PERIOD_NS)) {
            formerPipeAck = pipeAck;
            pipeAck = UNDEFINED;
            periodBegan = now;
        }
        pipeAck = Math.max(pipeAck, inRound);
        inRound = 0;
        roundEnd = sndNxt;
    }

    /** What was measured means nothing any more: recovery has changed the window (RFC 7661 §4.4.1). */
    void reset(long sndNxt) {
        pipeAck = UNDEFINED;
        formerPipeAck = UNDEFINED;
        inRound = 0;
        roundEnd = sndNxt;
    }

    /**
     * Whether the window may grow. RFC 7661 §4.3: "Validated phase: pipeACK >=(1/2)*cwnd". Data that fills half of it now shows
     * the same, before it is acknowledged.
     */
    boolean isValidated(long cwndBytes, long flightBytes) {
        long known = bytes();
        return known == UNDEFINED || 2 * Math.max(known, flightBytes) >= cwndBytes;
    }

    /** max(pipeACK, FlightSize): what the path is known to have carried lately. */
    long usedBytes(long flightSize) {
        return Math.max(bytes(), flightSize);
    }

    private long bytes() {
        return Math.max(pipeAck, formerPipeAck);
    }
}
