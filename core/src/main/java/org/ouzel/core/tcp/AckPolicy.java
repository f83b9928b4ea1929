package org.ouzel.core.tcp;

/**
 * Acknowledges every second segment, or each at once, for a while or always. What would be told at once, and will most likely be answered by
 * the user, waits a moment for his answer, which tells of it as well; until that was in vain, and again once he has answered in time.
 */
final class AckPolicy implements AckTiming {
    private final long delayNs;
    private final long answerWaitNs;
    private TcpTuning.Acknowledging when;
    private int quickLeft = QUICK_SEGMENTS;
    private long waitingBytes;

    /** Whether something has come since our data last went, and when the first of it did. */
    private boolean unanswered;

    private long receivedAt;

    /** Whether some of that asked for an answer, and whether more came behind it. */
    private boolean asked;

    private boolean wentOn;

    /** Whether the user's last word was that nothing is to wait. */
    private boolean wantsQuick;

    /** Whether an answer in time is likely, by what was last. */
    private boolean expectsAnswer = true;

    /** Whether what is due waits for one. */
    private boolean awaitsAnswer;

    private final DueAcknowledgment due = new DueAcknowledgment();

    /**
     * With nothing to acknowledge.
     *
     * @param delayNs how long what is not told at once waits
     * @param answerWaitNs how long the user's answer is waited for, if that is not longer; 0 for not at all
     */
    AckPolicy(long delayNs, long answerWaitNs, TcpTuning.Acknowledging when) {
        this.delayNs = delayNs;
        this.answerWaitNs = Math.min(answerWaitNs, delayNs);
        this.when = when;
    }

    @Override
    public void onSettings(TcpTuning.Acknowledging changed) {
        when = changed;
        if (changed == TcpTuning.Acknowledging.AT_ONCE) {
            hurry();
        }
    }

    // As if the connection began, or as if its beginning was over.
    @Override
    public void onQuick(boolean quick, boolean allRead) {
        quickLeft = quick ? QUICK_SEGMENTS : 0;
        wantsQuick = quick;
        if (isQuick()) {
            hurry();
        }
    }

    /** What waits is told. */
    private void hurry() {
        if (due.isDelayed()) {
            due.atOnce();
        }
    }

    @Override
    public void atOnce() {
        due.atOnce();
    }

    // What waits for the user's answer was no more than there was room for.
    @Override
    public void onWindow() {
        if (!awaitsAnswer) {
            due.atOnce();
        }
    }

    @Override
    public void onInOrder(InOrder data, long time) {
        waitingBytes += data.bytes();
        onReceived(data.asks(), time);
        boolean quick = isQuick();
        // RFC 9293 SHLD-19: "An ACK SHOULD be generated for at least every second full-sized segment or 2*RMSS bytes
        // of new data"
        boolean enough = waitingBytes >= 2L * data.length();
        if (!quick && !enough) {
            due.by(Deadline.after(time, delayNs));
            return;
        }
        tell(!enough && data.asks(), time);
        quickLeft = Math.max(0, quickLeft - 1);
    }

    // What comes behind it may be what the peer said only when it was acknowledged.
    private void onReceived(boolean asks, long time) {
        if (!unanswered) {
            unanswered = true;
            receivedAt = time;
        }
        wentOn |= asked;
        asked |= asks;
    }

    /** What the user may answer is told with his answer, where one is expected; anything else at once. */
    private void tell(boolean mayBeAnswered, long time) {
        if (mayBeAnswered && mayWait()) {
            awaitsAnswer = true;
            due.by(Deadline.after(time, answerWaitNs));
        } else {
            due.atOnce();
        }
    }

    private boolean mayWait() {
        boolean refused = when == TcpTuning.Acknowledging.AT_ONCE || (wantsQuick && isQuick());
        return expectsAnswer && answerWaitNs > 0 && !refused;
    }

    @Override
    public boolean isQuick() {
        return switch (when) {
            case AUTOMATIC, ADAPTIVE -> quickLeft > 0;
            case AT_ONCE -> true;
            case DELAYED -> false;
        };
    }

    @Override
    public void onFin(boolean mayWait, RttEstimator rtt, long time) {
        onReceived(mayWait, time);
        tell(mayWait, time);
    }

    @Override
    public void onRepeated() {}

    @Override
    public void onRead(boolean allRead) {}

    @Override
    public void onSent(boolean withData, long time) {
        waitingBytes = 0;
        if (withData) {
            onAnswer(time);
        }
        awaitsAnswer = false;
        due.sent();
    }

    // Where more came behind what would have waited, it might not have come without the acknowledgment (RFC 9293
    // §3.7.4).
    private void onAnswer(long time) {
        expectsAnswer |= unanswered && !wentOn && time - receivedAt < answerWaitNs;
        unanswered = false;
        asked = false;
        wentOn = false;
    }

    @Override
    public void onTimer(long time, long rtoNs) {
        if (due.isDelayedTo(time)) {
            expectsAnswer &= !awaitsAnswer;
            due.atOnce();
        }
    }

    @Override
    public DueAcknowledgment due() {
        return due;
    }

    @Override
    public TcbInsight.Acks told() {
        return new TcbInsight.Acks(isQuick(), delayNs, 0);
    }

    @Override
    public void keep(Ledger ledger) {
        quickLeft = ledger.entry(quickLeft);
        waitingBytes = ledger.entry(waitingBytes);
        unanswered = ledger.entry(unanswered);
        receivedAt = ledger.entry(receivedAt);
        asked = ledger.entry(asked);
        wentOn = ledger.entry(wentOn);
        wantsQuick = ledger.entry(wantsQuick);
        expectsAnswer = ledger.entry(expectsAnswer);
        awaitsAnswer = ledger.entry(awaitsAnswer);
        due.keep(ledger);
    }
}
