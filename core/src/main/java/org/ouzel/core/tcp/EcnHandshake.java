package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/**
 * What two ends say of ECN in their SYNs (RFC 3168 §6.1.1). An ECN-setup SYN has both ECE and CWR, an ECN-setup SYN-ACK has ECE
 * alone: a peer that merely reflects what it does not know has not agreed (§6.1.1.2).
 *
 * <p>Who asks for accurate ECN sets AE too, and takes what the peer can do (RFC 9768 §3.1). What is agreed on then is told by the
 * first SYN that comes, or the answer to ours, and stays: {@link EcnCode} is the table.
 */
final class EcnHandshake implements Kept {
    private static final TcpFlags CLASSIC_REQUEST = EcnCode.CWR_ECE.flags();
    private static final TcpFlags ACCURATE_REQUEST = EcnCode.AE_CWR_ECE.flags();

    /** How many SYNs ask for accurate ECN, and how many answers agree to it, until one goes without. */
    private static final int ACCURATE_TRIES = 2;

    private final EcnPolicy policy;
    private int syns;
    private boolean sentSetup;
    private boolean sentOther;
    private boolean receivedSetupSyn;
    private boolean receivedSetup;
    private boolean receivedOther;

    /** Whether the first SYN has come, or the answer to ours. */
    private boolean decided;

    private boolean accurate;

    /** Whether the peer asked, as far as we know. */
    private boolean passive;

    private int accurateAnswers;
    private boolean receivedNone;

    /** What the peer's SYNs have asked for, and what its answers have agreed to: NONE as long as they have not. */
    private EcnMode asked = EcnMode.NONE;

    private EcnMode answered = EcnMode.NONE;

    private EcnCodepoint arrivedWith = EcnCodepoint.NOT_ECT;

    /** Whether what a SYN says fits what the ones before said. */
    enum Verdict {
        /** It does. */
        CONSISTENT,
        /** One asks for classic ECN, one for accurate; or two answers agree so. */
        CONTRADICTORY
    }

    EcnHandshake(EcnPolicy policy) {
        this.policy = policy;
    }

    // ---- Sending

    /**
     * A SYN is about to leave; returns its flags of ECN.
     *
     * <p>RFC 3168 §6.1.1.1: "A host that receives no reply to an ECN-setup SYN within the normal SYN retransmission timeout interval
     * MAY resend the SYN and any subsequent SYN retransmissions with CWR and ECE cleared." The second goes so already: the first
     * timeout is a second long, and who knows why the first SYN was lost. A reset that answers one is a refusal as any other.
     *
     * <p>RFC 9768 §3.1.4.1: accurate ECN is asked for once more, by the first retransmission, and then no longer.
     */
    TcpFlags onSyn() {
        int before = syns++;
        return switch (policy.requests()) {
            case NONE -> sends(false, TcpFlags.NONE);
            case CLASSIC -> sends(before == 0, CLASSIC_REQUEST);
            case ACCURATE -> sends(before < ACCURATE_TRIES, ACCURATE_REQUEST);
        };
    }

    /**
     * An answer to a SYN is about to leave; returns its flags of ECN.
     *
     * <p>RFC 3168 §6.1.1: "If a host has received an ECN-setup SYN packet, then it MAY send an ECN-setup SYN-ACK packet. Otherwise,
     * it MUST NOT send an ECN-setup SYN-ACK packet."
     *
     * <p>RFC 9768 §3.2.3.2.2: where two answers that agree to accurate ECN have come to nothing, the next says nothing of it.
     */
    TcpFlags onSynAck() {
        if (accurate) {
            return sends(
                    accurateAnswers++ < ACCURATE_TRIES,
                    EcnCode.echoing(arrivedWith).flags());
        }
        boolean agrees = policy != EcnPolicy.OFF && receivedSetupSyn && !receivedOther && !sentOther;
        return sends(agrees, TcpFlags.ECE);
    }

    private TcpFlags sends(boolean setup, TcpFlags flags) {
        sentSetup |= setup;
        sentOther |= !setup;
        return setup ? flags : TcpFlags.NONE;
    }

    /** Whether an answer that is about to leave has the option of accurate ECN: the first, if any (RFC 9768 §3.2.3.2.2). */
    boolean isOptionDue() {
        return accurate && accurateAnswers == 0;
    }

    /** Whether an answer with the option had to be followed by one without it: who knows whether the path takes it. */
    boolean isOptionDoubtful() {
        return accurateAnswers > 1;
    }

    // ---- What the peer says

    /**
     * A SYN has come, or an answer to one.
     *
     * @param codepoint how it has come
     */
    Verdict onReceived(TcpSegment syn, EcnCodepoint codepoint) {
        boolean isAnswer = syn.has(TcpFlags.ACK);
        boolean isSetup = syn.has(TcpFlags.ECE) && syn.has(TcpFlags.CWR) != isAnswer;
        receivedSetupSyn |= isSetup && !isAnswer;
        receivedSetup |= isSetup;
        receivedOther |= !isSetup;
        // RFC 9768 §3.1.5: it is "the latest valid SYN or acceptable SYN/ACK" that is told of.
        arrivedWith = codepoint;
        EcnCode code = EcnCode.of(syn.flags());
        receivedNone |= code == EcnCode.NONE;
        if (!decided) {
            decided = true;
            passive = !isAnswer;
            accurate = saidOf(code, isAnswer) == EcnMode.ACCURATE;
        }
        return contradicts(code, isAnswer) ? Verdict.CONTRADICTORY : Verdict.CONSISTENT;
    }

    /**
     * An answer to our SYN has come again, and we have agreed on accurate ECN already. RFC 9768 §3.1.5: what it says of ECN is not
     * looked at any more, but how it has come is told, if it agrees (§3.2.2.1).
     *
     * @return whether it does
     */
    boolean onAnswerAgain(TcpSegment answer, EcnCodepoint codepoint) {
        boolean agrees = !passive
                && answer.has(TcpFlags.ACK)
                && EcnCode.of(answer.flags()).agreed() == EcnMode.ACCURATE;
        arrivedWith = agrees ? codepoint : arrivedWith;
        return agrees;
    }

    /** What a SYN or an answer says, as far as we take accurate ECN. */
    private EcnMode saidOf(EcnCode code, boolean isAnswer) {
        EcnMode ours = isAnswer ? policy.requests() : policy.accepts();
        EcnMode theirs = isAnswer ? code.agreed() : code.requested();
        return ours == EcnMode.ACCURATE ? theirs : EcnMode.NONE;
    }

    // RFC 9768 §3.1.5: two ends that negotiate in two kinds of handshake could not know which counts.
    private boolean contradicts(EcnCode code, boolean isAnswer) {
        EcnMode said = saidOf(code, isAnswer);
        EcnMode before = isAnswer ? answered : asked;
        if (said == EcnMode.NONE) {
            return false;
        }
        if (isAnswer) {
            answered = said;
        } else {
            asked = said;
        }
        return before != EcnMode.NONE && before != said;
    }

    // ---- What follows

    /** What both have agreed on. */
    EcnMode mode() {
        if (accurate) {
            return EcnMode.ACCURATE;
        }
        return maySetEct() ? EcnMode.CLASSIC : EcnMode.NONE;
    }

    /** Whether it is us whom the peer asked, as far as we know: where both open at once, both are asked. */
    boolean isPassive() {
        return passive;
    }

    /** How the SYN has come, or the answer to ours, the last one of them. */
    EcnCodepoint arrivedWith() {
        return arrivedWith;
    }

    /**
     * Whether data may be sent as that of an ECN-capable transport.
     *
     * <p>RFC 3168 §6.1.1: "A host MUST NOT set ECT on data packets unless it has sent at least one ECN-setup SYN or ECN-setup SYN-ACK
     * packet, and has received at least one ECN-setup SYN or ECN-setup SYN-ACK packet, and has sent no non-ECN-setup SYN or
     * non-ECN-setup SYN-ACK packet. If a host has received at least one non-ECN-setup SYN or non-ECN-setup SYN-ACK packet, then it
     * SHOULD NOT set ECT on data packets."
     *
     * <p>RFC 9768 §3.1.5: of accurate ECN that holds for a server alone, for a client knows from the answer that the server counts.
     */
    boolean maySetEct() {
        if (accurate) {
            return !passive || !(sentOther || receivedNone);
        }
        return sentSetup && receivedSetup && !sentOther && !receivedOther;
    }

    /**
     * Whether the peer's marked data is answered for by ECN-Echoes.
     *
     * <p>RFC 3168 §6.1.1: "If a host has sent at least one ECN-setup SYN or ECN-setup SYN-ACK packet, and has received no
     * non-ECN-setup SYN or non-ECN-setup SYN-ACK packet, then if that host receives TCP data packets with ECT and CE codepoints set
     * in the IP header, then that host MUST process these packets as specified for an ECN-capable connection."
     */
    boolean mustEcho() {
        return !accurate && sentSetup && !receivedOther;
    }

    @Override
    public void keep(Ledger ledger) {
        syns = ledger.entry(syns);
        sentSetup = ledger.entry(sentSetup);
        sentOther = ledger.entry(sentOther);
        receivedSetupSyn = ledger.entry(receivedSetupSyn);
        receivedSetup = ledger.entry(receivedSetup);
        receivedOther = ledger.entry(receivedOther);
        decided = ledger.entry(decided);
        accurate = ledger.entry(accurate);
        passive = ledger.entry(passive);
        accurateAnswers = ledger.entry(accurateAnswers);
        receivedNone = ledger.entry(receivedNone);
        asked = ledger.entry(asked, EcnMode.values());
        answered = ledger.entry(answered, EcnMode.values());
        arrivedWith = ledger.entry(arrivedWith, EcnCodepoint.values());
    }
}
