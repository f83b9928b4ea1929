package org.ouzel.core.tcp;

import org.ouzel.core.tcp.congestion.CongestionControl;

/**
 * How large the receive buffer should be: so large that the window is no hindrance to a user that reads as fast as data comes
 * (dynamic right-sizing). It measures how much is read in a round trip. A window that is to carry so much must be twice that,
 * for one half of it is under way while the other waits for its acknowledgment to have an effect; and more while the rate grows, for
 * slow start doubles it with each round trip.
 */
final class RightSizing implements Kept {
    private static final long ECHOES_COUNT_FOR_NS = 10_000_000_000L;

    /** Timestamps tick in milliseconds: what is shorter is not known. */
    private static final long SHORTEST_ROUND_TRIP_NS = 1_000_000;

    private static final int HEADROOM_SEGMENTS = 16;

    /** The user keeps up if no more than this part of what it reads ever waits. */
    private static final int BACKLOG_PART = 4;

    private static final long NONE = -1;

    /** Between one of our timestamps and its echo: idle times of the sender count too, so the least is taken. */
    private final WindowedMin echoedNs = new WindowedMin(ECHOES_COUNT_FOR_NS);

    /**
     * The least time in which a whole window has come. Without timestamps there is nothing else, and it is too long where the
     * sender did not use the window at once: it may only fall, or a larger window would take longer and ask for a yet larger one.
     */
    private long windowNs = WindowedMin.NONE;

    /** The end of the window that is being timed, and when it was offered. */
    private long timedEnd = NONE;

    private long timedSince;

    /** Where reading stood when the measurement began, and when that was; then the least that was left unread since. */
    private long readFrom = 1;

    private long readSince;
    private long leastUnread;

    /** The most that was read in a round trip. */
    private long most;

    /** The peer has echoed a timestamp, so long after it was sent. */
    void onEcho(long afterNs, long now) {
        echoedNs.add(Math.max(afterNs, SHORTEST_ROUND_TRIP_NS), now);
    }

    /** A window has been offered that ends at a position. */
    void onOffered(long windowEnd, long now) {
        if (timedEnd == NONE) {
            timedEnd = windowEnd;
            timedSince = now;
        }
    }

    /** All up to a position has come. */
    void onReceived(long rcvNxt, long now) {
        if (timedEnd != NONE && rcvNxt >= timedEnd) {
            windowNs = Math.min(windowNs, Math.max(now - timedSince, SHORTEST_ROUND_TRIP_NS));
            timedEnd = NONE;
        }
    }

    /**
     * The user has read.
     *
     * @param position up to where
     * @param unread how much it has left
     * @param mss the size of segments
     * @return how large the buffer should be; 0 if nothing says that it should be larger than it is
     */
    long onRead(long position, long unread, int mss, long now) {
        leastUnread = Math.min(leastUnread, unread);
        long roundTripNs = roundTripNs(now);
        long elapsedNs = now - readSince;
        if (elapsedNs < roundTripNs) {
            return 0;
        }
        long read = position - readFrom;
        boolean keepsUp = leastUnread <= read / BACKLOG_PART;
        readFrom = position;
        readSince = now;
        leastUnread = unread;
        return keepsUp ? wanted((long) ((double) read * roundTripNs / elapsedNs), mss) : 0;
    }

    private long roundTripNs(long now) {
        long echoed = echoedNs.value(now);
        return echoed == WindowedMin.NONE ? windowNs : echoed;
    }

    private long wanted(long inRoundTrip, int mss) {
        // So much may come in the first round trip.
        most = Math.max(most, (long) CongestionControl.INITIAL_SEGMENTS * mss);
        double growth = Math.clamp((double) (inRoundTrip - most) / most, 0, 1);
        most = Math.max(most, inRoundTrip);
        return (long) ((2 * inRoundTrip + (long) HEADROOM_SEGMENTS * mss) * (1 + 2 * growth));
    }

    @Override
    public void keep(Ledger ledger) {
        echoedNs.keep(ledger);
        windowNs = ledger.entry(windowNs);
        timedEnd = ledger.entry(timedEnd);
        timedSince = ledger.entry(timedSince);
        readFrom = ledger.entry(readFrom);
        readSince = ledger.entry(readSince);
        leastUnread = ledger.entry(leastUnread);
        most = ledger.entry(most);
    }
}
