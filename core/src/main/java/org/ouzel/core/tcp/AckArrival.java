package org.ouzel.core.tcp;

import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/**
 * What a segment's acknowledgment does, and the window that comes with it: the fifth step of RFC 9293 §3.10.7.4, and in §3.10.7.3 that
 * of the answer to our SYN.
 */
final class AckArrival implements Kept {
    /** What it is. */
    enum Verdict {
        /** One to be taken. */
        PLAUSIBLE,
        /** The same, and acknowledges our SYN: the handshake is over. */
        OPENS,
        /** It is of another handshake than ours, and was answered by a reset. */
        REFUSED,
        /** It acknowledges what was never sent, or is older than anything that may still be under way. */
        IMPLAUSIBLE
    }

    private final Session session;
    private final Sender sender;
    private final TimestampClock timestamps;
    private final Negotiated negotiated;
    private final Workbench workbench;

    /** SND.WL1 and SND.WL2 as positions: the segment that the send window was taken from. */
    private long sndWl1;

    private long sndWl2;

    AckArrival(Parts parts) {
        this.session = parts.session();
        this.sender = parts.sender();
        this.timestamps = parts.timestamps();
        this.negotiated = parts.negotiated();
        this.workbench = session.environment().workbench();
    }

    /** The answer to our SYN, which acknowledges it. */
    void onAnswer(TcpSegment syn, long now) {
        long ack = sender.positions().nearest(syn.ack(), 1);
        session.fastOpen().onAnswered(syn, negotiated.peerMss(), ack, session.counters().timeouts > 0);
        sender.onEcnAgreed(session.ecn());
        long echoedAtNs = timestamps.echoedAtNs(negotiated.echoReply(syn), now);
        EcnFeedback told = EcnFeedback.ofAnswer(sender.ecn(), syn);
        sender.onAcknowledgment(
                workbench.feedback().tell(now, ack, SelectiveAcknowledgment.NONE, echoedAtNs, false, told));
        sndWl2 = ack;
        sender.onWindow(syn.window(), now); // RFC 7323 §2.2: the window of a SYN is never scaled
        sender.resendRefused();
    }

    /**
     * Judges a segment that has ACK and is acceptable. It is to be {@linkplain #take taken} once that is known by whom it concerns: what
     * fails with it, such as a congestion control of the user's, keeps no connection from being established.
     *
     * @param opening whether the state is SYN-RECEIVED
     */
    Verdict judge(TcpSegment segment, boolean opening) {
        long ack = position(segment);
        // "If the segment acknowledgment is not acceptable, form a reset segment <SEQ=SEG.ACK><CTL=RST> and send it."
        if (opening && (ack <= 0 || ack > sender.sndNxt())) {
            session.replyReset(segment.ack());
            session.drop(DropReason.BAD_ACKNOWLEDGMENT);
            return Verdict.REFUSED;
        }
        // RFC 5961 §5.2: "((SND.UNA - MAX.SND.WND) <= SEG.ACK <= SND.NXT)"
        if (ack > sender.sndNxt() || ack < sender.sndUna() - sender.maxSndWnd()) {
            session.drop(DropReason.BAD_ACKNOWLEDGMENT);
            return Verdict.IMPLAUSIBLE;
        }
        return opens(ack) ? Verdict.OPENS : Verdict.PLAUSIBLE;
    }

    private long position(TcpSegment segment) {
        return sender.positions().nearest(segment.ack(), sender.sndUna());
    }

    /** Whether it is the first that acknowledges our SYN: where the user has closed already, not in SYN-RECEIVED any more. */
    private boolean opens(long ack) {
        return sender.sndUna() == 0 && ack > 0;
    }

    /** Takes one that was judged so, with its place. */
    void take(TcpSegment segment, long position, long now) {
        long ack = position(segment);
        boolean opens = opens(ack);
        timestamps.heard(negotiated.echoReply(segment), now);
        if (opens) {
            session.fastOpen().onAcknowledged(ack, session.counters().timeouts > 0);
            sender.onEcnAgreed(session.ecn());
        }
        // What is older than SND.UNA tells nothing any more.
        if (ack >= sender.sndUna()) {
            take(segment, position, ack, now);
        }
        if (opens && !session.fastOpen().opensEarly()) {
            sender.resendRefused();
        }
    }

    /** It lies between SND.UNA and SND.NXT. */
    private void take(TcpSegment segment, long position, long ack, long now) {
        long window = (long) segment.window() << negotiated.sendScale();
        boolean advances = sender.onAcknowledgment(feedback(segment, window, ack, now));
        if (advances) {
            session.signal(Signal.ACKNOWLEDGED);
        }
        // What acknowledges more than any before it is not old, though its text was sent before: without its window the
        // former one would slide on beyond what the peer takes.
        if (advances || isNewer(position, ack)) {
            sndWl1 = position;
            sndWl2 = ack;
            sender.onWindow(window, now);
        }
    }

    // "The check here prevents using old segments to update the window."
    private boolean isNewer(long position, long ack) {
        return sndWl1 < position || (sndWl1 == position && sndWl2 <= ack);
    }

    private Feedback feedback(TcpSegment segment, long window, long ack, long now) {
        SelectiveAcknowledgment sack = SelectiveAcknowledgment.NONE;
        if (segment.options() instanceof Transfer transfer && negotiated.sack()) {
            session.counters().sackBlocksIn += transfer.sackBlocks().size();
            sack = SelectiveAcknowledgment.of(transfer.sackBlocks(), sender.positions(), ack, sender.sndNxt());
        }
        long echoedAtNs = timestamps.echoedAtNs(negotiated.echoReply(segment), now);
        EcnFeedback told = EcnFeedback.of(sender.ecn(), segment, opens(ack));
        return workbench.feedback().tell(now, ack, sack, echoedAtNs, repeats(segment, window, ack), told);
    }

    // RFC 5681 §2
    private boolean repeats(TcpSegment segment, long window, long ack) {
        return ack == sender.sndUna()
                && segment.sequenceLength() == 0
                && window > 0 // what answers a probe of a closed window tells of no loss
                && window == sender.sndWnd();
    }

    @Override
    public void keep(Ledger ledger) {
        sndWl1 = ledger.entry(sndWl1);
        sndWl2 = ledger.entry(sndWl2);
    }
}
