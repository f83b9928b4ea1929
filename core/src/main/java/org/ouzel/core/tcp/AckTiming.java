package org.ouzel.core.tcp;

/** When what was received is acknowledged: with the next poll, or a little later (RFC 9293 §3.8.6.3, RFC 5681 §4.2). */
sealed interface AckTiming extends Kept permits AckPolicy, AdaptiveAcks {
    /**
     * So many segments are acknowledged each by itself in the beginning, for the sender's slow start, which acknowledgments clock (RFC
     * 5681 §3.1): at once, but for those that wait for the user's answer. Linux has as many (TCP_MAX_QUICKACKS).
     */
    int QUICK_SEGMENTS = 16;

    /**
     * Data that has come in order.
     *
     * @param bytes by how much RCV.NXT has advanced
     * @param length how much was in the segment
     * @param pushed whether it had PSH
     * @param asks whether the peer has most likely said all that it had to say, and waits for an answer, which we may still give
     * @param keepsWindow whether the window that would be offered now is no smaller than the one that was offered last
     * @param rtt the round trip of what is sent
     */
    record InOrder(int bytes, int length, boolean pushed, boolean asks, boolean keepsWindow, RttEstimator rtt) {}

    /** What the tuning asks for. */
    static AckTiming of(Session session) {
        TcpTuning.Acknowledging when = session.settings().tuning().flow().acknowledging();
        long delayNs = session.parameters().delayedAckNs();
        return switch (when) {
            case AUTOMATIC, AT_ONCE, DELAYED ->
                new AckPolicy(delayNs, session.parameters().answerWaitNs(), when);
            case ADAPTIVE -> new AdaptiveAcks(delayNs, session.announcedMss());
        };
    }

    /** What the user chose has changed. What waits is told, if nothing is to wait any more. */
    void onSettings(TcpTuning.Acknowledging changed);

    /**
     * From now on data is acknowledged at once, or is not: for as long as the timing holds to it. It is a word of the moment,
     * which no change of the settings takes back, and which changes no standing choice.
     */
    void onQuick(boolean quick, boolean allRead);

    /** An acknowledgment is to go out with the next poll. */
    void atOnce();

    /** The window that we offer has become so much larger that the peer should know. */
    void onWindow();

    /** Data has come in order. */
    void onInOrder(InOrder data, long time);

    /**
     * The peer's FIN has come, and nothing is missing before it.
     *
     * @param mayWait whether we may still send, so that its acknowledgment may go with that
     */
    void onFin(boolean mayWait, RttEstimator rtt, long time);

    /** Data has come that was there already: the peer may not have heard of it. */
    void onRepeated();

    /** The user has read, all of it or not. */
    void onRead(boolean allRead);

    /** A segment with an acknowledgment has gone out, with data or without. */
    void onSent(boolean withData, long time);

    /** Time has passed. */
    void onTimer(long time, long rtoNs);

    /**
     * Whether each segment is acknowledged by itself now, for the peer's slow start or because the user wants it: at once, but for what waits
     * for the user's answer.
     */
    boolean isQuick();

    /** The acknowledgment that is due. */
    DueAcknowledgment due();

    /** Whether an acknowledgment is to go out with the next poll. */
    default boolean isDue() {
        return due().isDue();
    }

    /** Whether none is due, and none will be. */
    default boolean isAtRest() {
        return !due().isDue() && !due().isDelayed();
    }

    /** When one will be. */
    default long deadline() {
        return due().deadline();
    }

    /** For those who ask. */
    TcbInsight.Acks told();
}
