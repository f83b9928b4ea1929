package org.ouzel.core.tcp;

/**
 * Tells whether the congestion window is used, so that it is known to be right (RFC 7661): pipeACK is how much the path has
 * carried in one of the last round trips.
 */
final class WindowValidation implements Kept {
    /** RFC 7661 §4.2: the pipeACK Sampling Period is the larger of three round trips and a second. */
    private static final int PERIOD_ROUND_TRIPS = 3;

    private static final long LEAST_PERIOD_NS = 1_000_000_000L;

    /** RFC 7661 §4.4: "The NVP SHOULD NOT exceed five minutes." */
    private static final long NON_VALIDATED_PERIOD_NS = 300_000_000_000L;

    private static final long UNDEFINED = -1;

    private long roundEnd;
    private long inRound;

    /** The most of a round trip in the half of a period that runs, and in the one before. */
    private long pipeAck = UNDEFINED;

    private long formerPipeAck = UNDEFINED;
    private long halfBegan;
    private long unusedSince = Deadline.NONE;

    /** SND.UNA has advanced. */
    void onAcknowledged(long bytes, long sndUna, long sndNxt, long smoothedRttNs, long now) {
        inRound += bytes;
        if (sndUna < roundEnd) {
            return;
        }
        // RFC 7661 §4.2: "The value of the pipeACK variable MUST NOT exceed the maximum (highest value) within the
        // pipeACK Sampling Period."
        long periodNs = Math.max(PERIOD_ROUND_TRIPS * smoothedRttNs, LEAST_PERIOD_NS);
        if (now - halfBegan > periodNs / 2) {
            formerPipeAck = now - halfBegan > periodNs ? UNDEFINED : pipeAck;
            pipeAck = UNDEFINED;
            halfBegan = now;
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
    boolean isValidated(long cwndBytes, long flightBytes, long now) {
        long known = bytes();
        boolean validated = known == UNDEFINED || 2 * Math.max(known, flightBytes) >= cwndBytes;
        unusedSince = validated ? Deadline.NONE : Math.min(unusedSince, now);
        return validated;
    }

    /** Whether the window has been kept unused for so long that it means nothing any more; another period begins if so. */
    boolean takeEndOfPeriod(long now) {
        boolean over = unusedSince != Deadline.NONE && now - unusedSince > NON_VALIDATED_PERIOD_NS;
        unusedSince = over ? now : unusedSince;
        return over;
    }

    /** max(pipeACK, FlightSize): what the path is known to have carried lately. */
    long usedBytes(long flightSize) {
        return Math.max(bytes(), flightSize);
    }

    private long bytes() {
        return Math.max(pipeAck, formerPipeAck);
    }

    @Override
    public void keep(Ledger ledger) {
        roundEnd = ledger.entry(roundEnd);
        inRound = ledger.entry(inRound);
        pipeAck = ledger.entry(pipeAck);
        formerPipeAck = ledger.entry(formerPipeAck);
        halfBegan = ledger.entry(halfBegan);
        unusedSince = ledger.entry(unusedSince);
    }
}
