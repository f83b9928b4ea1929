package org.ouzel.core.tcp;

/** For how long what has held sending back, as Linux's TCP_INFO tells of it. */
final class LimitTimes implements Kept {
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

    private long idleNs;
    private long networkNs;
    private long peerWindowNs;
    private long sendBufferNs;
    private Limit current = Limit.IDLE;
    private long since;

    /** From now on this holds sending back. */
    void set(Limit limit, long now) {
        if (limit == current) {
            return;
        }
        long spentNs = now - since;
        switch (current) {
            case IDLE -> idleNs += spentNs;
            case NETWORK -> networkNs += spentNs;
            case PEER_WINDOW -> peerWindowNs += spentNs;
            case SEND_BUFFER -> sendBufferNs += spentNs;
        }
        current = limit;
        since = now;
    }

    /** How long the given limit has held, in nanoseconds. */
    long spentNs(Limit limit, long now) {
        long before =
                switch (limit) {
                    case IDLE -> idleNs;
                    case NETWORK -> networkNs;
                    case PEER_WINDOW -> peerWindowNs;
                    case SEND_BUFFER -> sendBufferNs;
                };
        return before + (limit == current ? now - since : 0);
    }

    /** How long anything was outstanding, in nanoseconds. */
    long busyNs(long now) {
        return spentNs(Limit.NETWORK, now) + spentNs(Limit.PEER_WINDOW, now) + spentNs(Limit.SEND_BUFFER, now);
    }

    @Override
    public void keep(Ledger ledger) {
        idleNs = ledger.entry(idleNs);
        networkNs = ledger.entry(networkNs);
        peerWindowNs = ledger.entry(peerWindowNs);
        sendBufferNs = ledger.entry(sendBufferNs);
        current = ledger.entry(current, Limit.values());
        since = ledger.entry(since);
    }
}
