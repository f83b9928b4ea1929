package org.ouzel.core.tcp;

/**
 * In what a stack differs from the RFCs, or from what Ouzel has chosen where they leave a choice, so that a host can be like another.
 *
 * @param answers what is answered to what
 * @param sending how much is sent, and when again
 */
public record TcpWays(Answers answers, Sending sending) {
    /** What the RFCs ask for, or Ouzel has chosen. */
    public static final TcpWays DEFAULT = new TcpWays(Answers.DEFAULT, Sending.DEFAULT);

    /** What a request gets that comes again before its handshake is done. */
    public enum RepeatedRequest {
        /** An acknowledgment, as all that is not acceptable (RFC 9293 §3.10.7.4). */
        ACKNOWLEDGED,
        /** The answer that it got before: that may be what was lost. */
        ANSWERED
    }

    /** What becomes of a handshake that an ICMP error tells cannot be for now. */
    public enum SoftErrors {
        /** It goes on (RFC 9293 §3.9.2.2). */
        ENDURED,
        /** It is given up (RFC 5461 §4.1). */
        FATAL
    }

    /**
     * What is answered to what.
     *
     * @param repeatedRequest what a request gets that comes again
     * @param softErrors what becomes of a handshake at a soft error
     * @param resetEndsTimeWait whether a reset ends TIME-WAIT, against RFC 1337
     * @param endsInBlocks whether the block that tells of what came twice covers a FIN
     */
    public record Answers(
            RepeatedRequest repeatedRequest, SoftErrors softErrors, boolean resetEndsTimeWait, boolean endsInBlocks) {
        static final Answers DEFAULT = new Answers(RepeatedRequest.ACKNOWLEDGED, SoftErrors.ENDURED, false, false);
    }

    /** How the variation of the round trip is estimated. */
    public enum Variation {
        /** It follows each measurement (RFC 6298). */
        EACH_SAMPLE,
        /**
         * It is the greatest of the last round trip, falls only once in each, and no lower than the least timeout. What came sooner
         * than expected counts less.
         */
        EACH_ROUND_TRIP
    }

    /** What the congestion window is counted in. */
    public enum Unit {
        /** Bytes. */
        BYTES,
        /** Whole segments: what is left over lets none go, but where it is rounded up. */
        SEGMENTS
    }

    /**
     * How much is sent, and when again.
     *
     * @param variation how the variation of the round trip is estimated
     * @param halfWindow whether a segment is no larger than half of the largest window that the peer has offered
     * @param forgivenHandshakeTimeouts how many timeouts of a SYN leave the first window as it is
     * @param unit what the congestion window is counted in
     */
    public record Sending(Variation variation, boolean halfWindow, int forgivenHandshakeTimeouts, Unit unit) {
        static final Sending DEFAULT = new Sending(Variation.EACH_SAMPLE, false, 0, Unit.BYTES);
    }
}
