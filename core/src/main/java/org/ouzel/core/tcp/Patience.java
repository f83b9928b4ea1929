package org.ouzel.core.tcp;

/**
 * How long a connection waits for its peer: for acknowledgments (the user timeout, and the number of retransmissions), for its FIN in
 * FIN-WAIT-2, and, when asked to, for any sign that it lives.
 */
final class Patience implements Kept {
    private final Session session;
    private final Sender sender;
    private final KeepAlive keepAlive;
    private TcpTuning tuning;
    private long progressAt;

    /** How many timeouts in a row there were when that was last looked at. */
    private int timeouts;

    /** What time has brought. */
    enum Verdict {
        WAITS,
        /** Nothing was acknowledged for too long. */
        USER_TIMEOUT,
        /** The peer has not closed though we have, and nobody waits for what it sends. */
        PEER_DOES_NOT_CLOSE,
        /** Nobody has answered the answer to a SYN. */
        REQUEST_FORGOTTEN,
        /** A segment was sent again too often. */
        SENT_TOO_OFTEN,
        /** The peer has answered no keep-alive probe. */
        PEER_LOST
    }

    Patience(Session session, Sender sender, long now) {
        this.session = session;
        this.sender = sender;
        this.tuning = session.settings().tuning();
        this.keepAlive = new KeepAlive(session.parameters(), tuning.retries(), now);
    }

    /** What the user chose has changed. */
    void onSettings(TcpTuning changed) {
        tuning = changed;
        keepAlive.onSettings(changed.retries());
    }

    /** The peer has been heard. */
    void onHeard(long now) {
        keepAlive.onHeard(now);
    }

    /** Something was done with what the peer sends, or the wait for its FIN begins: that wait starts anew. */
    void onProgress(long now) {
        progressAt = now;
    }

    Verdict onTimer(long now, State state, boolean mayListenAgain) {
        if (now >= userDeadline()) {
            if (!session.settings().userTimeout().reported()) {
                return Verdict.USER_TIMEOUT;
            }
            session.signal(Signal.USER_TIMEOUT);
            sender.ackWait().begin(now);
        }
        if (now >= finWait2Deadline(state)) {
            return Verdict.PEER_DOES_NOT_CLOSE;
        }
        if (mayListenAgain && session.counters().timeouts > mostSynAcks()) {
            return Verdict.REQUEST_FORGOTTEN;
        }
        if ((session.fastOpen().isOpenEarly() && session.counters().timeouts > mostSynAcks()) || isSentTooOften(now)) {
            return Verdict.SENT_TOO_OFTEN;
        }
        return keepAlive.onTimer(now, keepAliveNs(state)) == KeepAlive.Peer.LOST ? Verdict.PEER_LOST : Verdict.WAITS;
    }

    private boolean isSentTooOften(long now) {
        int before = timeouts;
        timeouts = sender.timeoutsInARow();
        int most = tuning.retries().data();
        if (most == 0) {
            return false;
        }
        return switch (tuning.habits().timing().givingUp()) {
            case COUNTED -> timeouts > most;
            case TIMED ->
                sender.windowProbesInARow() > most
                        || (timeouts > before
                                && timeouts > 1
                                && now >= sender.ackWait().deadlineOfTries(timeOf(most)));
        };
    }

    private long timeOf(int retries) {
        return RetryTime.ns(retries, session.parameters().maxRtoNs());
    }

    private int mostSynAcks() {
        int chosen = tuning.retries().synAck();
        return chosen > 0 ? chosen : session.parameters().synAckRetransmissions();
    }

    long deadline(State state) {
        long deadline = Math.min(userDeadline(), finWait2Deadline(state));
        return Math.min(deadline, keepAlive.deadline(keepAliveNs(state)));
    }

    /** RFC 9293 MUST-26: only while nothing is outstanding, for then nothing else tells whether the peer lives. */
    private long keepAliveNs(State state) {
        boolean idle = state != State.SYN_RECEIVED && sender.isAllAcknowledged();
        return idle ? session.settings().times().keepAliveNs() : 0;
    }

    private long userDeadline() {
        long timeoutNs = session.settings().userTimeout().afterNs();
        if (isTimed()) {
            return sender.ackWait().deadlineOfTries(timeoutNs);
        }
        return session.settings().userTimeout().reported()
                ? sender.userDeadline(timeoutNs)
                : sender.abortDeadline(timeoutNs);
    }

    private boolean isTimed() {
        return tuning.habits().timing().givingUp() == TcpHabits.GivingUp.TIMED;
    }

    private long finWait2Deadline(State state) {
        return state == State.FIN_WAIT_2 && !session.isReceiving()
                ? Deadline.after(progressAt, session.settings().times().finWait2Ns())
                : Deadline.NONE;
    }

    /** Whether a keep-alive probe is to be sent now; it counts as sent. */
    boolean takeProbe() {
        return keepAlive.takeProbe();
    }

    /** When the peer was heard last. */
    long heardAt() {
        return keepAlive.heardAt();
    }

    /** How many keep-alive probes have gone unanswered. */
    int unansweredProbes() {
        return keepAlive.unanswered();
    }

    @Override
    public void keep(Ledger ledger) {
        progressAt = ledger.entry(progressAt);
        timeouts = ledger.entry(timeouts);
        keepAlive.keep(ledger);
    }
}
