package org.ouzel.core.tcp;

import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/**
 * What two ends say of ECN in their SYNs (RFC 3168 §6.1.1). An ECN-setup SYN has both ECE and CWR, an ECN-setup SYN-ACK has ECE
 * alone: a peer that merely reflects what it does not know has not agreed (§6.1.1.2).
 */
final class EcnHandshake {
    private static final TcpFlags REQUEST = TcpFlags.ECE.with(TcpFlags.CWR);

    private final EcnPolicy policy;
    private boolean sentSetup;
    private boolean sentOther;
    private boolean receivedSetupSyn;
    private boolean receivedSetup;
    private boolean receivedOther;

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
     */
    TcpFlags onSyn() {
        boolean isFirst = !sentSetup && !sentOther;
        return sends(isFirst && policy == EcnPolicy.REQUEST) ? REQUEST : TcpFlags.NONE;
    }

    /**
     * An answer to a SYN is about to leave; returns its flags of ECN.
     *
     * <p>RFC 3168 §6.1.1: "If a host has received an ECN-setup SYN packet, then it MAY send an ECN-setup SYN-ACK packet. Otherwise,
     * it MUST NOT send an ECN-setup SYN-ACK packet."
     */
    TcpFlags onSynAck() {
        boolean agrees = policy != EcnPolicy.OFF && receivedSetupSyn && !receivedOther && !sentOther;
        return sends(agrees) ? TcpFlags.ECE : TcpFlags.NONE;
    }

    private boolean sends(boolean setup) {
        sentSetup |= setup;
        sentOther |= !setup;
        return setup;
    }

    // ---- What the peer says

    /** A SYN has come, or an answer to one. */
    void onReceived(TcpSegment syn) {
        boolean isAnswer = syn.has(TcpFlags.ACK);
        boolean isSetup = syn.has(TcpFlags.ECE) && syn.has(TcpFlags.CWR) != isAnswer;
        receivedSetupSyn |= isSetup && !isAnswer;
        receivedSetup |= isSetup;
        receivedOther |= !isSetup;
    }

    // ---- What follows

    /**
     * Whether data may be sent as that of an ECN-capable transport.
     *
     * <p>RFC 3168 §6.1.1: "A host MUST NOT set ECT on data packets unless it has sent at least one ECN-setup SYN or ECN-setup SYN-ACK
     * packet, and has received at least one ECN-setup SYN or ECN-setup SYN-ACK packet, and has sent no non-ECN-setup SYN or
     * non-ECN-setup SYN-ACK packet. If a host has received at least one non-ECN-setup SYN or non-ECN-setup SYN-ACK packet, then it
     * SHOULD NOT set ECT on data packets."
     */
    boolean maySetEct() {
        return sentSetup && receivedSetup && !sentOther && !receivedOther;
    }

    /**
     * Whether the peer's marked data is answered for.
     *
     * <p>RFC 3168 §6.1.1: "If a host has sent at least one ECN-setup SYN or ECN-setup SYN-ACK packet, and has received no
     * non-ECN-setup SYN or non-ECN-setup SYN-ACK packet, then if that host receives TCP data packets with ECT and CE codepoints set
     * in the IP header, then that host MUST process these packets as specified for an ECN-capable connection."
     */
    boolean mustEcho() {
        return sentSetup && !receivedOther;
    }
}
