package org.ouzel.core.tcp;

import org.ouzel.core.wire.TcpFlags;

/**
 * The sending half of ECN, classic or accurate (RFC 3168 §6.1.2): marks new data as that of an ECN-capable transport, knows which of the peer's
 * marks tell of congestion that has not been answered, and tells the peer by CWR that one has been.
 */
final class EcnSender implements Kept {
    /** The SYN is acknowledged before there can be congestion to tell of. */
    private static final long SYN_END = 1;

    private EcnMode mode = EcnMode.NONE;

    /** Whether data is sent as that of an ECN-capable transport. */
    private boolean capable;

    /** Whether the peer asked for what was agreed on. */
    private boolean asked;

    /** What stands before it was told of when there were marks last. */
    private long markedTo;

    /** SND.NXT when the window was last reduced, whatever for: what stands before it is of a window that has its answer. */
    private long reducedAt = SYN_END;

    /** Whether that was because of an ECN-Echo. */
    private boolean reducedByEcho;

    /** Whether something was found lost that was sent, or sent again, after it. */
    private boolean lostSince;

    private boolean cwrDue;

    /** Whether nothing but losses stands behind the last reduction. */
    private boolean mayUndo = true;

    /** Both ends have agreed. */
    void onAgreed(EcnHandshake agreed) {
        mode = agreed.mode();
        capable = agreed.maySetEct();
        asked = agreed.isPassive();
        if (mode == EcnMode.ACCURATE && reducedAt == SYN_END) {
            // How the SYN has come is told too.
            reducedAt = 0;
        }
    }

    /** The fields of ECN do not survive the path: nothing is sent as ECN-capable any more. */
    void onMangled() {
        capable = false;
    }

    EcnMode mode() {
        return mode;
    }

    /** Whether the peer asked for what was agreed on. */
    boolean isAsked() {
        return asked;
    }

    // ---- Sending

    /**
     * New data is about to leave, and not as a probe of a closed window.
     *
     * <p>RFC 3168 §6.1.2: "When only one ECT codepoint is needed by a sender for all packets sent on a TCP connection, ECT(0) SHOULD
     * be used." And: "it SHOULD set the CWR bit only on the first new data packet that it transmits."
     */
    Outgoing onNewData(Outgoing data) {
        if (!capable) {
            return data;
        }
        // RFC 9768 §3.1.5: a host in AccECN mode "MUST NOT set CWR to indicate that it has received and responded to
        // indications of congestion."
        TcpFlags flags = cwrDue ? data.flags().with(TcpFlags.CWR) : data.flags();
        cwrDue = false;
        return data.capable(flags);
    }

    /** Whether what the flags of a segment say of marks holds for all those of a row of segments. */
    boolean mayRepeat() {
        return !cwrDue && mode != EcnMode.ACCURATE;
    }

    // ---- What the peer says

    /**
     * An ECN-Echo has come: what has been reduced, or is, stays so. RFC 4015 §3.4: "In that case, the TCP sender MUST refrain from
     * reversing congestion control state."
     */
    void onEcho() {
        mayUndo = false;
    }

    /**
     * Whether an ECN-Echo tells of congestion that has not been answered.
     *
     * <p>RFC 3168 §6.1.2: "the TCP sender's congestion window should be reduced only once in response to a series of dropped and/or CE
     * packets from a single window of data." The peer echoes until it has got CWR. That goes with what stands first behind the
     * reduction: what acknowledges no more than was sent before tells nothing new. Nor does what comes while CWR still waits for new
     * data, though a probe of a closed window or a FIN may have been acknowledged: neither can be marked, nor tell the peer.
     *
     * @param position SEG.ACK
     */
    boolean isUnanswered(long position) {
        return position > reducedAt && !cwrDue;
    }

    /**
     * The peer's counters tell of new marks. What has been reduced stays so, as after an ECN-Echo.
     *
     * @param highest the position behind what it tells of
     */
    void onMarks(long highest) {
        mayUndo = false;
        markedTo = Math.max(markedTo, highest);
    }

    /**
     * Whether there were marks of a window that has had no answer. RFC 9768 §1: Reno and CUBIC respond to the existence of marks
     * within a round trip, as to an ECN-Echo.
     */
    boolean hasUnansweredMarks() {
        return markedTo > reducedAt;
    }

    /** Whether an ECN-Echo has been answered for the window in which something is found lost now. */
    boolean hasAnsweredFor(long sndUna) {
        return reducedByEcho && sndUna <= reducedAt && !lostSince;
    }

    // ---- Reductions

    /** The window is reduced because of an ECN-Echo. */
    void onReducedByEcho(long sndNxt) {
        reduced(sndNxt);
        reducedByEcho = true;
    }

    /** The window is reduced because of a loss. */
    void onReducedByLoss(long sndNxt) {
        reduced(sndNxt);
        reducedByEcho = false;
        mayUndo = true;
    }

    /**
     * The window is reduced because the retransmission timer has expired.
     *
     * @param again whether ssthresh is left alone, and what there is to undo with it
     */
    void onTimeout(long sndNxt, boolean again) {
        reduced(sndNxt);
        reducedByEcho = false;
        mayUndo |= !again;
    }

    // RFC 3168 §6.1.2: "When an ECN-Capable TCP sender reduces its congestion window for any reason (because of a
    // retransmit timeout, a Fast Retransmit, or in response to an ECN Notification), the TCP sender sets the CWR flag
    // in the TCP header of the first new data packet sent after the window reduction."
    private void reduced(long sndNxt) {
        reducedAt = sndNxt;
        lostSince = false;
        cwrDue = capable && mode == EcnMode.CLASSIC;
    }

    /**
     * A transmission was found lost.
     *
     * <p>RFC 3168 §6.1.2: "if any retransmitted packets are dropped, then this is interpreted by the source TCP as a new instance of
     * congestion."
     */
    void onLost(Transmission sent) {
        lostSince |= sent.from >= reducedAt || sent.isRetransmitted();
    }

    boolean mayUndo() {
        return mayUndo;
    }

    @Override
    public void keep(Ledger ledger) {
        mode = ledger.entry(mode, EcnMode.values());
        capable = ledger.entry(capable);
        asked = ledger.entry(asked);
        markedTo = ledger.entry(markedTo);
        reducedAt = ledger.entry(reducedAt);
        reducedByEcho = ledger.entry(reducedByEcho);
        lostSince = ledger.entry(lostSince);
        cwrDue = ledger.entry(cwrDue);
        mayUndo = ledger.entry(mayUndo);
    }
}
