package org.ouzel.core.tcp;

/**
 * What a SYN of the peer's gets that comes again. It may have come otherwise than before, and say something else of ECN, or nothing
 * (RFC 3168 §6.1.1.1); it may be the request, or the answer to ours.
 */
final class RepeatedSyn {
    /** What it gets. */
    enum Reply {
        /** An acknowledgment. */
        ACKNOWLEDGMENT,
        /** The answer that a request got before: that may be what was lost. */
        ANSWER_AGAIN,
        /** A reset. */
        RESET
    }

    private final Session session;
    private final EcnReceiver ecn;
    private final ReplyLimit limit;

    RepeatedSyn(Parts parts, ReplyLimit limit) {
        this.session = parts.session();
        this.ecn = parts.ecn();
        this.limit = limit;
    }

    /**
     * It has come.
     *
     * @param opening whether the handshake is not over
     */
    Reply onSyn(PeerSyn syn, boolean opening) {
        if (!opening) {
            ecn.onSynAgain(syn);
            return Reply.ACKNOWLEDGMENT;
        }
        // RFC 9768 §3.1.5: an end that negotiates in two kinds of handshake is reset.
        if (session.ecn().onReceived(syn.segment(), syn.ecn()) == EcnHandshake.Verdict.CONTRADICTORY) {
            return Reply.RESET;
        }
        return isAnsweredAgain(syn) ? Reply.ANSWER_AGAIN : Reply.ACKNOWLEDGMENT;
    }

    private boolean isAnsweredAgain(PeerSyn syn) {
        boolean asAHabit =
                session.settings().tuning().habits().answers().repeatedRequest() == TcpHabits.RepeatedRequest.ANSWERED;
        return !syn.isAnswer() && (asAHabit || ecn.answersTellOfSyns()) && limit.admit(syn.at());
    }
}
