package org.ouzel.core.tcp;

/** The window that the peer offers: SND.WND, which begins at SND.UNA. */
final class PeerWindow {
    /** No window makes segments smaller than this: as much as the least packet of IPv4 carries. */
    private static final int LEAST_SEGMENT = 48;

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
        long half = most > Sender.DEFAULT_MSS ? most / 2 : most;
        return (int) Math.min(mssBytes, Math.max(half, LEAST_SEGMENT));
    }
}
