package org.ouzel.core.tcp;

import java.util.List;
import java.util.Optional;
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
final class SegmentAssembly {
    private final Session session;
    private final Sender sender;
    private final Receiver receiver;
    private final TimestampClock timestamps;
    private final Negotiated negotiated;
    private final AckTiming acks;
    private final EcnReceiver ecn;
    private long lastAckSent;

    SegmentAssembly(
            Session session,
            Sender sender,
            Receiver receiver,
            TimestampClock timestamps,
            Negotiated negotiated,
            AckTiming acks,
            EcnReceiver ecn) {
        this.session = session;
        this.sender = sender;
        this.receiver = receiver;
        this.timestamps = timestamps;
        this.negotiated = negotiated;
        this.acks = acks;
        this.ecn = ecn;
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
        return segment(new Outgoing(position, flags, urgentPointer, Payload.EMPTY), now);
    }

    /** What the sender gives, as a segment. */
    TcpSegment segment(Outgoing part, long now) {
        boolean syn = part.flags().has(TcpFlags.SYN);
        int window = syn ? synWindow() : window(now);
        Timestamps stamps = timestamps.stamp(now);
        TcpOptions options = syn ? handshake(stamps, now) : transfer(stamps, part.payload(), now);
        lastAckSent = receiver.rcvNxt();
        return session.segment(
                sender.positions().sequence(part.position()),
                receiver.positions().sequence(receiver.rcvNxt()),
                part.flags().with(TcpFlags.ACK).with(syn ? session.ecn().onSynAck() : ecn.flags()),
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
        return negotiated
                .accept(session, stamps)
                .withFastOpen(session.fastOpen().optionOfAnswer());
    }

    /**
     * The options of every other segment. RFC 2018 §4: "If sent at all, SACK options SHOULD be included in all ACKs which do
     * not ACK the highest sequence number in the data receiver's queue." Data leaves room for some of the blocks, or for none:
     * options and data together are no longer than the MSS (RFC 9293 §3.7.1). Where blocks are left out that the peer is to
     * know at once, the acknowledgment stays due, and a segment without data tells them all.
     */
    private Transfer transfer(Timestamps stamps, Payload payload, long now) {
        List<SackBlock> blocks = receiver.sackBlocks(negotiated.mostSackBlocks(sender.mss()));
        int fit = Math.min(blocks.size(), negotiated.mostSackBlocks(sender.mss() - payload.length()));
        if (fit > 0) {
            receiver.sackTold();
        }
        if (fit == blocks.size()) {
            acks.onSent(payload.length() > 0, now);
        }
        return Transfer.of(negotiated.timestamps() ? Optional.of(stamps) : Optional.empty(), blocks.subList(0, fit));
    }
}
