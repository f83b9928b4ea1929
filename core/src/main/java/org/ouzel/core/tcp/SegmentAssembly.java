package org.ouzel.core.tcp;

import java.util.List;
import java.util.Optional;
import org.ouzel.core.wire.AccurateEcnOption;
import org.ouzel.core.wire.OptionLayout;
import org.ouzel.core.wire.OptionLengths;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Reset;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/**
 * Puts together the segments of a connection that leave: what the {@link Sender} gives, with what the receiving half has to tell by
 * it: the acknowledgment, the window, timestamps, SACK blocks, ECN-Echoes.
 */
final class SegmentAssembly implements Kept {
    /** So many SACK blocks go before other news. */
    private static final int PRECEDING_BLOCKS = 2;

    private final Session session;
    private final Sender sender;
    private final Receiver receiver;
    private final TimestampClock timestamps;
    private final Negotiated negotiated;
    private final AckTiming acks;
    private final EcnReceiver ecn;
    private final Workbench workbench;
    private long lastAckSent;

    SegmentAssembly(Parts parts) {
        this.session = parts.session();
        this.sender = parts.sender();
        this.receiver = parts.receiver();
        this.timestamps = parts.timestamps();
        this.negotiated = parts.negotiated();
        this.acks = parts.acks();
        this.ecn = parts.ecn();
        this.workbench = session.environment().workbench();
    }

    /** Last.ACK.sent (RFC 7323 §4.3), as a position. */
    long lastAckSent() {
        return lastAckSent;
    }

    /** A segment that acknowledges, and has neither data nor a place of its own. */
    TcpSegment acknowledgment(long now) {
        long position = sender.controlPosition();
        int pointer = sender.urgent().pointer(position);
        return bare(position, pointer > 0 ? TcpFlags.ACK.with(TcpFlags.URG) : TcpFlags.ACK, pointer, now);
    }

    /** RFC 9293 §3.8.4: a segment with SEG.SEQ = SND.NXT-1 makes a peer that lives acknowledge. */
    TcpSegment keepAliveProbe(long now) {
        return bare(sender.sndNxt() - 1, TcpFlags.ACK, 0, now);
    }

    // RFC 7323 §5.2: "If an <RST> is being generated because of a user abort, and Snd.TS.OK is set, then a Timestamps
    // option SHOULD be included in the <RST>."
    /** A reset that ends the connection, unasked. */
    TcpSegment reset(long now) {
        Optional<Timestamps> stamps = negotiated.timestamps() ? Optional.of(timestamps.stamp(now)) : Optional.empty();
        return session.segment(
                sender.positions().sequence(sender.controlPosition()),
                0,
                TcpFlags.RST,
                0,
                0,
                new Reset(stamps, Optional.empty()),
                Payload.EMPTY);
    }

    /** The same, with what has come acknowledged, as any segment does. */
    TcpSegment acknowledgingReset(long now) {
        return bare(sender.controlPosition(), TcpFlags.RST, 0, now);
    }

    private TcpSegment bare(long position, TcpFlags flags, int urgentPointer, long now) {
        return segment(workbench.outgoing().become(position, flags, urgentPointer), now);
    }

    /** What the sender gives, to be sent. */
    Departing departing(Outgoing part, long now) {
        return workbench.departing().become(segment(part, now), part.segmentBytes(), part.ecn());
    }

    /** What the sender gives, as a segment. */
    TcpSegment segment(Outgoing part, long now) {
        return part.flags().has(TcpFlags.SYN) ? synAck(part, now) : transfer(part, now);
    }

    private TcpSegment synAck(Outgoing part, long now) {
        Handshake options = handshake(timestamps.stamp(now), now);
        return segment(part, session.ecn().onSynAck(), synWindow(), options);
    }

    private TcpSegment segment(Outgoing part, TcpFlags ecnFlags, int window, TcpOptions options) {
        lastAckSent = receiver.rcvNxt();
        return session.segment(
                sender.positions().sequence(part.position()),
                receiver.positions().sequence(receiver.rcvNxt()),
                part.flags().with(TcpFlags.ACK).with(ecnFlags),
                window,
                part.urgentPointer(),
                options,
                part.payload());
    }

    // RFC 7323 §2.2: the window of a SYN is never scaled.
    private int synWindow() {
        return (int) Math.min(receiver.rcvWnd(), TcpSegment.MAX_WINDOW);
    }

    private int window(long now) {
        long offered = receiver.offerWindow(sender.mss(), now);
        return (int) Math.min(offered >> negotiated.receiveScale(), TcpSegment.MAX_WINDOW);
    }

    private Handshake handshake(Timestamps stamps, long now) {
        acks.onSent(false, now);
        Handshake options = negotiated
                .accept(session.announcedMss(), stamps)
                .withFastOpen(session.fastOpen().optionOfAnswer());
        OptionLayout layout = session.settings().tuning().offers().layout();
        return ecn.optionOfSynAck(bytes -> options.length(layout) + OptionLengths.padded(bytes) <= OptionLengths.MAX)
                .map(options::with)
                .orElse(options);
    }

    /**
     * The options of every other segment. RFC 2018 §4: "If sent at all, SACK options SHOULD be included in all ACKs which do
     * not ACK the highest sequence number in the data receiver's queue." Data leaves room for some of the blocks, or for none:
     * options and data together are no longer than the MSS (RFC 9293 §3.7.1). Where data leaves blocks out that the peer is
     * to know at once, the acknowledgment stays due, and a segment without data tells as many as there is room for.
     */
    private TcpSegment transfer(Outgoing part, long now) {
        int window = window(now);
        int length = part.payload().length();
        int room = sender.mss() - part.segmentBytes();
        List<SackBlock> blocks = ecn.keepsBlocksOut(length)
                ? List.of()
                : receiver.sackBlocks(negotiated.mostSackBlocks(sender.mss(), 0));
        int fit = Math.min(blocks.size(), negotiated.mostSackBlocks(room, 0));
        EcnReceiver.Leaving leaving = new EcnReceiver.Leaving(part.position(), length, fit);
        Optional<AccurateEcnOption> counts = ecn.mayHaveOption() ? counts(leaving, room) : Optional.empty();
        int beside = counts.isEmpty()
                ? fit
                : Math.min(fit, negotiated.mostSackBlocks(room, counts.get().length()));
        noteTold(beside, blocks.size(), length > 0, now);
        Transfer options = beside == 0 ? stamped(now) : stamped(now).with(blocks.subList(0, beside));
        TcpFlags flags = ecn.flags(leaving);
        ecn.onSent(leaving);
        return segment(part, flags, window, counts.isEmpty() ? options : options.with(counts.get()));
    }

    private Optional<AccurateEcnOption> counts(EcnReceiver.Leaving leaving, int room) {
        return ecn.option(leaving, bytes -> fits(bytes, room, leaving.blocks()));
    }

    /** The timestamps to send now, alone. */
    private Transfer stamped(long now) {
        return negotiated.timestamps() ? timestamps.stamp(workbench.draft(), now) : Transfer.NONE;
    }

    // RFC 9768 §3.2.3.3: "If SACK has been negotiated [RFC2018], and the smallest recommended AccECN Option would leave
    // insufficient space for two SACK blocks on a particular ACK, the Data Receiver MUST give precedence to the SACK
    // option".
    private boolean fits(int optionBytes, int room, int blocks) {
        return optionBytes <= OptionLengths.wholeWords(negotiated.optionRoom(room))
                && negotiated.mostSackBlocks(room, optionBytes) >= Math.min(blocks, PRECEDING_BLOCKS);
    }

    private void noteTold(int blocks, int of, boolean hasData, long now) {
        if (blocks > 0) {
            receiver.sackTold();
        }
        if (blocks == of || !hasData) {
            acks.onSent(hasData, now);
        }
    }

    @Override
    public void keep(Ledger ledger) {
        lastAckSent = ledger.entry(lastAckSent);
    }
}
