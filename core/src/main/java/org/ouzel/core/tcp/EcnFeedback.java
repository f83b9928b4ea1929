package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.AccurateEcnOption;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** What an acknowledgment tells of congestion that was marked. */
sealed interface EcnFeedback {
    /** What there is without counters. */
    enum Plain implements EcnFeedback {
        /** Nothing. */
        NONE,
        /** An ECN-Echo (RFC 3168). */
        ECHO
    }

    /**
     * The acknowledgment of our SYN tells how that has come (accurate ECN, RFC 9768 §3.1.1, §3.2.2.1).
     *
     * @param code what it says
     * @param counts its option
     */
    record Handshake(EcnCode code, Optional<AccurateEcnOption> counts) implements EcnFeedback {}

    /**
     * Counters (accurate ECN, RFC 9768 §3.2.2).
     *
     * @param ace the ACE field
     * @param counts the option
     */
    record Counters(int ace, Optional<AccurateEcnOption> counts) implements EcnFeedback {}

    /**
     * What a segment tells that acknowledges, and is no SYN.
     *
     * @param opens whether it is the first that acknowledges our SYN
     */
    static EcnFeedback of(EcnMode mode, TcpSegment segment, boolean opens) {
        return switch (mode) {
            case NONE -> Plain.NONE;
            case CLASSIC -> segment.has(TcpFlags.ECE) ? Plain.ECHO : Plain.NONE;
            // RFC 9768 §3.2.2.1: what first acknowledges our answer to the peer's SYN, and does nothing else, has no
            // counter.
            case ACCURATE ->
                opens && EcnCode.isCarriedWith(segment.payload().length(), blocks(segment))
                        ? handshake(segment)
                        : new Counters(segment.flags().ace(), segment.options().accurateEcn());
        };
    }

    private static int blocks(TcpSegment segment) {
        return segment.options() instanceof Transfer transfer
                ? transfer.sackBlocks().size()
                : 0;
    }

    /** What the answer to our SYN tells. */
    static EcnFeedback ofAnswer(EcnMode mode, TcpSegment answer) {
        return mode == EcnMode.ACCURATE ? handshake(answer) : Plain.NONE;
    }

    private static Handshake handshake(TcpSegment segment) {
        return new Handshake(EcnCode.of(segment.flags()), segment.options().accurateEcn());
    }
}
