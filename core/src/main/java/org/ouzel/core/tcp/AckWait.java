package org.ouzel.core.tcp;

/** For how long what is to be acknowledged has waited for it, and has been tried. */
final class AckWait implements Kept {
    /** When something last was acknowledged, or began to wait for it. */
    private long progressAt;

    /** When the peer last said that its window is closed. */
    private long answeredAt;

    /** When the peer was first asked whether its window is still closed, and has not answered since; NONE if it has. */
    private long unansweredSince = Deadline.NONE;

    /** Since when something has been sent again, or a closed window has been probed, without success; NONE if it is not. */
    private long triesSince = Deadline.NONE;

    private boolean askedFor;

    /** Something begins to wait, or the user has been told for how long it has. */
    void begin(long now) {
        progressAt = now;
        triesSince = triesSince == Deadline.NONE ? Deadline.NONE : now;
    }

    /** An acknowledgment has come. */
    void onAnswer(long now, boolean windowClosed) {
        answeredAt = windowClosed ? now : answeredAt;
        unansweredSince = Deadline.NONE;
    }

    /** It acknowledges something new. */
    void onProgress(long now) {
        progressAt = now;
        triesSince = Deadline.NONE;
    }

    /** The peer's window is open, and was probed before. */
    void onOpenWindow(long now, boolean wasClosed) {
        progressAt = wasClosed ? now : progressAt;
        triesSince = Deadline.NONE;
    }

    /** The peer asks for what is sent again next: that is no try of ours. */
    void onAskedFor() {
        askedFor = true;
    }

    /** Something is sent again, or the window is probed. */
    void onTry(long now) {
        triesSince = askedFor ? triesSince : Math.min(triesSince, now);
        askedFor = false;
    }

    /** The peer is asked whether its window is still closed. */
    void onQuestion(long now) {
        unansweredSince = Math.min(unansweredSince, now);
    }

    /** When it will have waited for so long; 0 is for ever. */
    long deadline(long timeoutNs) {
        return timeoutNs > 0 ? Deadline.after(progressAt, timeoutNs) : Deadline.NONE;
    }

    /** The same, where the peer answers probes of its window: it may be silent for a retransmission timeout. */
    long deadlineOfProbes(long timeoutNs, long rtoNs) {
        long since = Math.max(progressAt, answeredAt);
        return Math.max(Deadline.after(since, timeoutNs), Deadline.after(unansweredSince, rtoNs));
    }

    /** When it will have been tried for so long; 0 is for ever. */
    long deadlineOfTries(long timeoutNs) {
        return timeoutNs > 0 && triesSince != Deadline.NONE ? Deadline.after(triesSince, timeoutNs) : Deadline.NONE;
    }

    /** For how long it has waited. */
    long waitedNs(long now) {
        return now - progressAt;
    }

    @Override
    public void keep(Ledger ledger) {
        progressAt = ledger.entry(progressAt);
        answeredAt = ledger.entry(answeredAt);
        unansweredSince = ledger.entry(unansweredSince);
        triesSince = ledger.entry(triesSince);
        askedFor = ledger.entry(askedFor);
    }
}
