package org.ouzel.core.tcp;

import org.ouzel.core.wire.TcpSegment;

/** The window that the peer offers: SND.WND, which begins at SND.UNA. */
final class PeerWindow implements Kept {
    /** RFC 791 §3.2: "Every internet module must be able to forward a datagram of 68 octets without further fragmentation." */
    private static final int LEAST_DATAGRAM = 68;

    /** No window makes segments smaller than this: Linux has the least datagram, less a header of TCP. */
    private static final int LEAST_SEGMENT = LEAST_DATAGRAM - TcpSegment.MIN_HEADER_LENGTH;

    /** A segment is no larger than this part of the largest window. */
    private static final int SEGMENT_PART = 2;

    private final Scoreboard scoreboard;
    private final boolean boundsSegments;
    private long bytes;
    private long most;

    /**
     * A window of nothing.
     *
     * @param boundsSegments whether no segment is larger than half of the largest that was offered
     */
    PeerWindow(Scoreboard scoreboard, boolean boundsSegments) {
        this.scoreboard = scoreboard;
        this.boundsSegments = boundsSegments;
    }

    /** What the peer's SYN offers, where it bounds the size of segments. */
    void onSyn(int offered) {
        most = boundsSegments ? Math.max(most, offered) : most;
    }

    /** What the peer offers from now on. */
    void onOffer(long offered) {
        bytes = offered;
        most = Math.max(most, offered);
    }

    boolean isClosed() {
        return bytes == 0;
    }

    /** SND.WND. */
    long bytes() {
        return bytes;
    }

    /** The largest that was offered. */
    long most() {
        return most;
    }

    /** The position that stands behind it. */
    long end() {
        return scoreboard.una() + bytes;
    }

    /** How many bytes it takes from SND.NXT on. */
    long usable() {
        return end() - scoreboard.nxt();
    }

    // A peer with a small buffer may acknowledge no sooner than half of it is full.
    /** How much of so large a segment goes into one. */
    int bounded(int mssBytes) {
        if (!boundsSegments || most == 0) {
            return mssBytes;
        }
        long half = most > Sender.DEFAULT_MSS ? most / SEGMENT_PART : most;
        return (int) Math.min(mssBytes, Math.max(half, LEAST_SEGMENT));
    }

    @Override
    public void keep(Ledger ledger) {
        bytes = ledger.entry(bytes);
        most = ledger.entry(most);
    }
}
