package org.ouzel.core.tcp;

import org.jspecify.annotations.Nullable;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/**
 * What a segment is taken for: the first to the fourth step of RFC 9293 §3.10.7.4, its place, RST and SYN, with the timestamps of RFC
 * 7323 and the challenges of RFC 5961. What is not taken gets the acknowledgment that is due to it.
 */
final class Admission implements Kept {
    /** What it is taken for. */
    enum Outcome {
        /** One whose acknowledgment and text count. */
        ADMITTED,
        /** Nothing. */
        REFUSED,
        /** A reset. */
        RESET,
        /** A SYN where new text would stand. */
        NEW_SYN,
        /** The peer's SYN, come again, but negotiated otherwise: it is to be reset. */
        CONTRADICTORY
    }

    private final Parts parts;
    private final TextArrival text;

    /** Made when something is first answered that is not admitted. */
    private @Nullable ReplyLimit replyLimit;

    /**
     * One for the segments of a connection.
     *
     * @param text what becomes of the text of those that are admitted, and knows which are only late
     */
    Admission(Parts parts, TextArrival text) {
        this.parts = parts;
        this.text = text;
    }

    /**
     * A segment has come, with its place.
     *
     * @param opening whether the state is SYN-RECEIVED
     */
    Outcome onSegment(TcpSegment segment, EcnCodepoint codepoint, long position, boolean opening, long now) {
        Receiver receiver = parts.receiver();
        boolean stamped = parts.negotiated().timestamps();
        if (stamped
                && TimestampClock.isMissing(
                        segment, parts.session().settings().tuning().offers())) {
            return drop(DropReason.MISSING_TIMESTAMP);
        }
        if (stamped && parts.timestamps().isOld(segment, now) && !text.isLate(segment, position)) {
            parts.session().drop(DropReason.OLD_TIMESTAMP);
            return unacceptable(segment, codepoint, position, opening, now);
        }
        SegmentCheck check = SegmentCheck.of(position, segment.sequenceLength(), receiver.rcvNxt(), receiver.rcvWnd());
        if (check == SegmentCheck.OUTSIDE) {
            parts.session().drop(DropReason.OUT_OF_WINDOW);
            return unacceptable(segment, codepoint, position, opening, now);
        }
        parts.patience().onHeard(now);
        if (segment.has(TcpFlags.RST)) {
            // RFC 5961 §3.2, and RFC 9293 §3.10.7.4, second
            return position == receiver.rcvNxt() ? Outcome.RESET : challenge(now);
        }
        if (segment.has(TcpFlags.SYN)) {
            // The request itself, come again with text that reaches into the window, is not the SYN that is meant.
            return position >= receiver.rcvNxt() ? Outcome.NEW_SYN : challenge(now);
        }
        return segment.has(TcpFlags.ACK) ? Outcome.ADMITTED : drop(DropReason.UNEXPECTED_FLAGS);
    }

    private Outcome drop(DropReason reason) {
        parts.session().drop(reason);
        return Outcome.REFUSED;
    }

    // RFC 9293 §3.10.7.4: "If an incoming segment is not acceptable, an acknowledgment should be sent in reply
    // (unless the RST bit is set, if so drop the segment and return)". One without data is answered only so often, or
    // two ends could answer each other for ever.
    private Outcome unacceptable(TcpSegment segment, EcnCodepoint codepoint, long position, boolean opening, long now) {
        text.onRefused(segment, position);
        if (segment.sequenceLength() > 0) {
            parts.acks().onRepeated();
        }
        if (segment.has(TcpFlags.SYN) && !segment.has(TcpFlags.RST) && position == 0) {
            return onSynAgain(new PeerSyn(segment, codepoint, now), opening);
        }
        if (!segment.has(TcpFlags.RST)
                && (segment.sequenceLength() > 0 || replyLimit().admit(now))) {
            parts.acks().atOnce();
        }
        return Outcome.REFUSED;
    }

    private Outcome onSynAgain(PeerSyn syn, boolean opening) {
        return switch (new RepeatedSyn(parts, replyLimit()).onSyn(syn, opening)) {
            case ACKNOWLEDGMENT -> {
                parts.acks().atOnce();
                yield Outcome.REFUSED;
            }
            case ANSWER_AGAIN -> {
                parts.sender().ackWait().onAskedFor();
                parts.sender().answerSynAgain(syn.at());
                yield Outcome.REFUSED;
            }
            case RESET -> Outcome.CONTRADICTORY;
        };
    }

    /** Answers what may be forged, and is real if the peer says so again where the acknowledgment puts it (RFC 5961). */
    Outcome challenge(long now) {
        parts.session().drop(DropReason.CHALLENGED);
        if (replyLimit().admit(now)) {
            parts.acks().atOnce();
        }
        return Outcome.REFUSED;
    }

    private ReplyLimit replyLimit() {
        ReplyLimit known = replyLimit == null ? new ReplyLimit(intervalNs()) : replyLimit;
        replyLimit = known;
        return known;
    }

    private long intervalNs() {
        return parts.begunWith().tuning().habits().answers().intervalNs();
    }

    @Override
    public void keep(Ledger ledger) {
        if (ledger.entry(replyLimit != null)) {
            replyLimit().keep(ledger);
        }
    }
}
