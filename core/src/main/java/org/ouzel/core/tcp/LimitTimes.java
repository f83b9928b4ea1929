package org.ouzel.core.tcp;

/** For how long what has held sending back, as Linux's TCP_INFO tells of it. */
final class LimitTimes {
    /** What holds sending back. */
    enum Limit {
        /** Nothing is outstanding. */
        IDLE,
        /** Data is outstanding, and the congestion window or the round trip holds back more. */
        NETWORK,
        /** The peer's window does. */
        PEER_WINDOW,
        /** All of a full send buffer is in flight. */
        SEND_BUFFER
    }

    /** By the limits' ordinals. */
    private final long[] spentNs = new long[Limit.values().length];

    private Limit current = Limit.IDLE;
    private long since;

    /** From now on this holds sending back. */
    void set(Limit limit, long now) {
        if (limit != current) {
            spentNs[current.ordinal()] += now - since;
            current = limit;
            since = now;
        }
    }

    /** How long the given limit has held, in nanoseconds. */
    long spentNs(Limit limit, long now) {
        return spentNs[limit.ordinal()] + (limit == current ? now - since : 0);
    }

    /** How long anything was outstanding, in nanoseconds. */
    long busyNs(long now) {
        return spentNs(Limit.NETWORK, now) + spentNs(Limit.PEER_WINDOW, now) + spentNs(Limit.SEND_BUFFER, now);
    }
}
