package org.ouzel.core.tcp;

import java.util.Optional;
import java.util.OptionalInt;
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
    static final int MAX_OPTION_BYTES = 40;
    private static final int TIMESTAMPS_BYTES = 12;
    private static final int SACK_HEADER_BYTES = 4;
    private static final int SACK_KIND_AND_LENGTH = 2;
    private static final int SACK_BLOCK_BYTES = 8;

    /**
     * What follows from the peer's options, and from what we offer.
     *
     * @param defaultMss the segment size of a peer that tells none
     */
    static Negotiated from(Handshake peer, TcpSettings settings, int defaultMss) {
        TcpTuning.Offers ours = settings.tuning().offers();
        int mss = Math.max(peer.mss().orElse(defaultMss), ours.leastMss());
        boolean scaling = ours.windowScale() && peer.windowScale().isPresent();
        return new Negotiated(
                ours.mss() > 0 ? Math.min(mss, ours.mss()) : mss,
                scaling,
                scaling ? peer.windowScale().orElse(0) : 0,
                scaling ? shift(settings) : 0,
                ours.timestamps() && peer.timestamps().isPresent(),
                ours.sack() && peer.sackPermitted());
    }

    private static int shift(TcpSettings settings) {
        int chosen = settings.tuning().offers().windowShift();
        int most = settings.receiveBuffer().maxBytes();
        int needed = Receiver.windowScaleFor(most);
        boolean bounded = settings.tuning().habits().offering() == TcpHabits.Offering.WHOLE_SEGMENTS
                && settings.receiveBuffer().bytes() == most;
        return chosen < 0 || (bounded && needed < chosen) ? needed : chosen;
    }

    /** Our options of a SYN. */
    static Handshake offer(Session session, Timestamps timestamps) {
        TcpTuning.Offers offers = session.settings().tuning().offers();
        return Handshake.offer(
                session.announcedMss(),
                offers.windowScale() ? OptionalInt.of(shift(session.settings())) : OptionalInt.empty(),
                offers.sack(),
                offers.timestamps() ? Optional.of(timestamps) : Optional.empty());
    }

    /** Our options of a SYN that answers the peer's: only what it has offered too (RFC 7323 §2.2, §3.2; RFC 2018 §2). */
    Handshake accept(Session session, Timestamps stamps) {
        return Handshake.offer(
                session.announcedMss(),
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
    /** The timestamps of a segment of the peer's. */
    Optional<Timestamps> stamps(TcpSegment segment) {
        return timestamps ? segment.options().timestamps() : Optional.empty();
    }

    /** RFC 9293 §3.7.1: Eff.snd.MSS, what a segment carries at the most, options not counted. */
    int effectiveSendMss(int pathMss) {
        return Math.max(Math.min(peerMss, pathMss) - (timestamps ? TIMESTAMPS_BYTES : 0), 1);
    }

    /** What the peer's segments carry at the most, as far as is known when our SYN leaves. */
    int segmentBytes(int announcedMss, boolean answers) {
        return announcedMss - (answers && timestamps ? TIMESTAMPS_BYTES : 0);
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
        return sack ? Math.max(0, optionRoom(room) - headerEnd(before)) / SACK_BLOCK_BYTES : 0;
    }

    /** Where the first of the blocks stands: two octets of their header end a word. */
    private static int headerEnd(int before) {
        return before + Math.floorMod(SACK_KIND_AND_LENGTH - before, SACK_HEADER_BYTES) + SACK_KIND_AND_LENGTH;
    }

    /** What there is of room beside timestamps. */
    int optionRoom(int room) {
        return Math.min(MAX_OPTION_BYTES - (timestamps ? TIMESTAMPS_BYTES : 0), room);
    }
}
