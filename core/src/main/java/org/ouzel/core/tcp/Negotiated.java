package org.ouzel.core.tcp;

import java.util.Optional;
import java.util.OptionalInt;
import org.ouzel.core.wire.OptionLengths;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpSegment;

/**
 * What both ends have agreed on in the handshake.
 *
 * @param peerMss the largest segment that the peer takes
 * @param scaling whether both ends scale their windows
 * @param sendScale the shift of the windows that the peer offers
 * @param receiveScale the shift of the windows that we offer
 * @param timestamps whether segments carry timestamps
 * @param sack whether acknowledgments tell of what is held beyond them
 */
record Negotiated(int peerMss, boolean scaling, int sendScale, int receiveScale, boolean timestamps, boolean sack) {

    /** Nothing. */
    static final Negotiated NONE = new Negotiated(0, false, 0, 0, false, false);

    /**
     * What follows from the peer's options, and from what we have offered.
     *
     * @param bounds what is believed of a peer's segment size, and how much of it is used
     * @param defaultMss the segment size of a peer that tells none
     */
    static Negotiated from(Offer ours, Handshake peer, TcpTuning.Offers bounds, int defaultMss) {
        int mss = Math.max(peer.mss().orElse(defaultMss), bounds.leastMss());
        boolean scaling = ours.windowScale().isPresent() && peer.windowScale().isPresent();
        return new Negotiated(
                bounds.mss() > 0 ? Math.min(mss, bounds.mss()) : mss,
                scaling,
                scaling ? peer.windowScale().orElse(0) : 0,
                scaling ? ours.windowScale().orElse(0) : 0,
                ours.timestamps() && peer.timestamps().isPresent(),
                ours.sackPermitted() && peer.sackPermitted());
    }

    /** Our options of a SYN that answers. */
    Handshake accept(int announcedMss, Timestamps stamps) {
        return Handshake.offer(
                announcedMss,
                scaling ? OptionalInt.of(receiveScale) : OptionalInt.empty(),
                sack,
                timestamps ? Optional.of(stamps) : Optional.empty());
    }

    /** What is told of it to those who ask. */
    TcbInsight.Agreed told() {
        return new TcbInsight.Agreed(timestamps, sack, scaling, sendScale, receiveScale);
    }

    // RFC 7323 §3.2: "If a TSopt is received on a connection where TSopt was not negotiated in the initial three-way
    // handshake, the TSopt MUST be ignored and the packet processed normally."
    /** Whether a segment of the peer's has timestamps that count. */
    boolean isStamped(TcpSegment segment) {
        return timestamps && segment.options().isStamped();
    }

    /** What it echoes of ours (TSecr); 0 if it does not. */
    int echoReply(TcpSegment segment) {
        return timestamps ? segment.options().tsEchoReply() : 0;
    }

    /** RFC 9293 §3.7.1: Eff.snd.MSS, what a segment carries at the most, options not counted. */
    int effectiveSendMss(int pathMss) {
        return Math.max(Math.min(peerMss, pathMss) - (timestamps ? OptionLengths.TIMESTAMPS : 0), 1);
    }

    /**
     * How many SACK blocks a segment carries at the most (RFC 2018 §3): three beside timestamps, or four, and what there is
     * room for.
     *
     * <p>RFC 2018 §4: "If the data receiver has not received a SACK-Permitted option for a given connection, it MUST NOT send
     * SACK options on that connection."
     *
     * @param room what is left of the effective send MSS beside the segment's data
     * @param before the length of the option that stands before them, not filled up; 0 for none
     */
    int mostSackBlocks(int room, int before) {
        return sack ? OptionLengths.mostSackBlocks(optionRoom(room), before) : 0;
    }

    /** What there is of room beside timestamps. */
    int optionRoom(int room) {
        return Math.min(OptionLengths.MAX - (timestamps ? OptionLengths.TIMESTAMPS : 0), room);
    }

    /** As {@link Kept#keep}: itself, or what is written down. */
    Negotiated kept(Ledger ledger) {
        return new Negotiated(
                ledger.entry(peerMss),
                ledger.entry(scaling),
                ledger.entry(sendScale),
                ledger.entry(receiveScale),
                ledger.entry(timestamps),
                ledger.entry(sack));
    }
}
