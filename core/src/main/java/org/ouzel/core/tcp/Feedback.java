package org.ouzel.core.tcp;

/** What an acknowledgment says that lies between SND.UNA and SND.NXT. It is lent for the call. */
final class Feedback {
    private long now;
    private long position;
    private SelectiveAcknowledgment sack = SelectiveAcknowledgment.NONE;
    private long echoedAtNs;
    private boolean repeats;
    private EcnFeedback ecn = EcnFeedback.Plain.NONE;

    /**
     * Says something else from now on.
     *
     * @param arrived when it arrived
     * @param acknowledged what it acknowledges up to
     * @param besides what it tells besides
     * @param echoed when at the earliest the segment was sent whose timestamp it echoes; {@link TimestampClock#NOT_ECHOED} if it does not
     * @param again whether it says no more than the last: a duplicate acknowledgment by the definition of RFC 5681 §2, where there is
     *     outstanding data
     * @param marks what it tells of marks, of a peer that takes ECN
     */
    Feedback tell(
            long arrived,
            long acknowledged,
            SelectiveAcknowledgment besides,
            long echoed,
            boolean again,
            EcnFeedback marks) {
        now = arrived;
        position = acknowledged;
        sack = besides;
        echoedAtNs = echoed;
        repeats = again;
        ecn = marks;
        return this;
    }

    /** When it arrived. */
    long now() {
        return now;
    }

    /** What it acknowledges up to. */
    long position() {
        return position;
    }

    /** What it tells besides. */
    SelectiveAcknowledgment sack() {
        return sack;
    }

    /** When at the earliest the segment was sent whose timestamp it echoes; {@link TimestampClock#NOT_ECHOED} if it does not. */
    long echoedAtNs() {
        return echoedAtNs;
    }

    /** Whether it says no more than the last, which makes a duplicate of it where there is outstanding data (RFC 5681 §2). */
    boolean repeats() {
        return repeats;
    }

    /** Whether it is a duplicate acknowledgment by the definition of RFC 5681 §2. */
    boolean isDuplicate(Scoreboard sent) {
        return repeats && !sent.isEmpty();
    }

    /** What it tells of marks, of a peer that takes ECN. */
    EcnFeedback ecn() {
        return ecn;
    }

    /** The position behind all that it tells of. */
    long highest() {
        return Math.max(position, sack.highest());
    }
}
