package org.ouzel.core.tcp;

/**
 * In what a stack differs from the RFCs, or from what Ouzel has chosen where they leave a choice, so that a host can be like another
 * (docs/decisions/0009). What somebody may want for its own sake is in {@link TcpTuning}, though stacks differ in it.
 *
 * <p>A change counts at once, but for what a connection has begun with:
 *
 * <ul>
 *   <li>since its open, or the request: {@link Sending#halfWindow}, {@link Sending#unit}, {@link Timing#linearSyns},
 *       {@link Timing#forgivenHandshakeTimeouts}, {@link Timing#rtoSlopNs}, {@link Timing#variation};
 *   <li>since our first SYN left: the window that {@link Offering} has it offer; since the peer's came: how that grows;
 *   <li>since the peer's SYN came, and anew with TIME-WAIT: {@link Answers#intervalNs}. TIME-WAIT keeps {@link Answers#resetEndsTimeWait}
 *       as it was when it began.
 * </ul>
 *
 * @param offering which window is offered
 * @param answers what is answered to what
 * @param sending what leaves, and how much of it
 * @param timing when something is sent again or given up
 */
public record TcpHabits(Offering offering, Answers answers, Sending sending, Timing timing) {
    /** What the RFCs ask for, or Ouzel has chosen. */
    public static final TcpHabits DEFAULT =
            new TcpHabits(Offering.ROOM, Answers.DEFAULT, Sending.DEFAULT, Timing.DEFAULT);

    /** The same with another window. */
    public TcpHabits with(Offering changed) {
        return new TcpHabits(changed, answers, sending, timing);
    }

    /** The same with other answers. */
    public TcpHabits with(Answers changed) {
        return new TcpHabits(offering, changed, sending, timing);
    }

    /** The same, sending otherwise. */
    public TcpHabits with(Sending changed) {
        return new TcpHabits(offering, answers, changed, timing);
    }

    /** The same at other times. */
    public TcpHabits with(Timing changed) {
        return new TcpHabits(offering, answers, sending, changed);
    }

    /** Which window is offered. */
    public enum Offering {
        /** What the buffer has room for, and only steps that are worth telling (RFC 9293 §3.8.6.2.2). */
        ROOM,
        /**
         * A first one of whole segments, which opens by two segments with each that comes, up to what the buffer has room for,
         * rounded up to the scale. A buffer that cannot grow is given no larger scale than it needs.
         */
        WHOLE_SEGMENTS
    }

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
     * @param acknowledgingResets whether a reset that ends a connection acknowledges what has come, and has timestamps
     * @param intervalNs the least time between two answers to what is not acceptable (RFC 5961 §7); 0 for ten in a second
     */
    public record Answers(
            RepeatedRequest repeatedRequest,
            SoftErrors softErrors,
            boolean resetEndsTimeWait,
            boolean endsInBlocks,
            boolean acknowledgingResets,
            long intervalNs) {
        static final Answers DEFAULT =
                new Answers(RepeatedRequest.ACKNOWLEDGED, SoftErrors.ENDURED, false, false, false, 0);

        /** Refuses what has no meaning. */
        public Answers {
            Bounds.requireNotNegative("intervalNs", intervalNs);
        }
    }

    /** Where segments have PSH, beside the places that the user asks for. */
    public enum Pushing {
        /** Nowhere. */
        ASKED,
        /**
         * Where a burst ends: several full segments that leave at one time, as many as a sender with segmentation offload gives
         * to its device at once. A write that is not sent yet when another follows ends nothing.
         */
        BURSTS,
        /** Where nothing is left to send behind it. */
        EMPTYING
    }

    /** For how long a segment waits that is not full. */
    public enum SmallSegments {
        /** While anything is outstanding: Nagle's algorithm (RFC 9293 §3.7.4). */
        NAGLE,
        /** While another is outstanding that is not full: Minshall's variant of it. */
        MINSHALL
    }

    /** What asks a peer whether its window is still closed. */
    public enum WindowProbes {
        /** The next byte (RFC 9293 §3.8.6.1). */
        BYTE,
        /** An acknowledgment with a number that is old already, which it has to answer too. */
        EMPTY
    }

    /** What the congestion window is counted in. */
    public enum Unit {
        /** Bytes. */
        BYTES,
        /** Whole segments: what is left over lets none go, but where it is rounded up. */
        SEGMENTS
    }

    /**
     * What leaves, and how much of it.
     *
     * @param pushing where segments have PSH
     * @param smallSegments for how long one waits that is not full
     * @param windowProbes what asks a peer whether its window is still closed
     * @param halfWindow whether a segment is no larger than half of the largest window that the peer has offered
     * @param unit what the congestion window is counted in
     * @param windowLowered whether a loss lowers the congestion window from what it was; otherwise from what was used of it, as RFC
     *     5681 §3.1 has it
     */
    public record Sending(
            Pushing pushing,
            SmallSegments smallSegments,
            WindowProbes windowProbes,
            boolean halfWindow,
            Unit unit,
            boolean windowLowered) {
        /** What the RFCs ask for, or Ouzel has chosen. */
        public static final Sending DEFAULT =
                new Sending(Pushing.ASKED, SmallSegments.NAGLE, WindowProbes.BYTE, false, Unit.BYTES, false);

        /** The same with PSH elsewhere. */
        public Sending withPushing(Pushing where) {
            return new Sending(where, smallSegments, windowProbes, halfWindow, unit, windowLowered);
        }

        /** The same with the window lowered from what it was, or from what was used of it. */
        public Sending withWindowLowered(boolean lowered) {
            return new Sending(pushing, smallSegments, windowProbes, halfWindow, unit, lowered);
        }
    }

    /** What the number of retransmissions means after which data is given up. */
    public enum GivingUp {
        /** As many are sent. The user timeout begins with the first transmission, and ends with a reset (RFC 9293 §3.8.3). */
        COUNTED,
        /**
         * The time that so many would take if the timeout began with 200 ms. That and the user timeout begin with the first
         * retransmission or window probe, and end without a word.
         */
        TIMED
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

    /**
     * When something is sent again or given up.
     *
     * @param givingUp what the number of retransmissions means
     * @param linearSyns after how many timeouts without an answer to a SYN the timeout begins to double
     * @param forgivenHandshakeTimeouts how many timeouts of a SYN leave the first window as it is
     * @param lossProbes whether there are tail loss probes (RFC 8985 §7)
     * @param rtoSlopNs what is added to each retransmission timeout that was measured or backed off. The least timeout is that of
     *     the sum then, not of the variation
     * @param variation how the variation of the round trip is estimated
     */
    public record Timing(
            GivingUp givingUp,
            int linearSyns,
            int forgivenHandshakeTimeouts,
            boolean lossProbes,
            long rtoSlopNs,
            Variation variation) {
        /** What the RFCs ask for, or Ouzel has chosen. */
        public static final Timing DEFAULT = new Timing(GivingUp.COUNTED, 0, 0, true, 0, Variation.EACH_SAMPLE);

        /** Refuses what has no meaning. */
        public Timing {
            Bounds.requireNotNegative("linearSyns", linearSyns);
            Bounds.requireNotNegative("forgivenHandshakeTimeouts", forgivenHandshakeTimeouts);
            Bounds.requireNotNegative("rtoSlopNs", rtoSlopNs);
        }

        /** The same with tail loss probes, or without. */
        public Timing withLossProbes(boolean probes) {
            return new Timing(givingUp, linearSyns, forgivenHandshakeTimeouts, probes, rtoSlopNs, variation);
        }
    }
}
