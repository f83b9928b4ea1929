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

    private long networkNs;
    private long peerWindowNs;
    private long sendBufferNs;
    private Limit current = Limit.IDLE;
    private long since;

    /** From now on this holds sending back. */
    void set(Limit limit, long now) {
        if (limit != current) {
            end(now - since);
            current = limit;
            since = now;
        }
    }

    private void end(long heldNs) {
        switch (current) {
            case IDLE -> {}
            case NETWORK -> networkNs += heldNs;
            case PEER_WINDOW -> peerWindowNs += heldNs;
            case SEND_BUFFER -> sendBufferNs += heldNs;
        }
    }

    /** How long the peer's window has held, in nanoseconds. */
    long peerWindowNs(long now) {
        return peerWindowNs + heldNs(Limit.PEER_WINDOW, now);
    }

    /** How long the send buffer has held, in nanoseconds. */
    long sendBufferNs(long now) {
        return sendBufferNs + heldNs(Limit.SEND_BUFFER, now);
    }

    private long heldNs(Limit limit, long now) {
        return limit == current ? now - since : 0;
    }

    /** How long anything was outstanding, in nanoseconds. */
    long busyNs(long now) {
        return networkNs + heldNs(Limit.NETWORK, now) + peerWindowNs(now) + sendBufferNs(now);
    }

    @Override
    public void keep(Ledger ledger) {
        networkNs = ledger.entry(networkNs);
        peerWindowNs = ledger.entry(peerWindowNs);
        sendBufferNs = ledger.entry(sendBufferNs);
        current = ledger.entry(current, Limit.values());
        since = ledger.entry(since);
    }
}
