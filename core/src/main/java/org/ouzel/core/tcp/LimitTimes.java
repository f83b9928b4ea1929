package org.ouzel.core.tcp;

import java.util.EnumMap;
import java.util.Map;

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

    private final Map<Limit, Long> spentNs = new EnumMap<>(Limit.class);
    private Limit current = Limit.IDLE;
    private long since;

    /** From now on this holds sending back. */
    void set(Limit limit, long now) {
        if (limit != current) {
            spentNs.merge(current, now - since, Long::sum);
            current = limit;
            since = now;
        }
    }

    /** How long the given limit has held, in nanoseconds. */
    long spentNs(Limit limit, long now) {
        return spentNs.getOrDefault(limit, 0L) + (limit == current ? now - since : 0);
    }

    /** How long anything was outstanding, in nanoseconds. */
    long busyNs(long now) {
        return spentNs(Limit.NETWORK, now) + spentNs(Limit.PEER_WINDOW, now) + spentNs(Limit.SEND_BUFFER, now);
    }

    @Override
    public void keep(Ledger ledger) {
        for (Limit limit : Limit.values()) {
            long spent = ledger.entry(spentNs.getOrDefault(limit, 0L));
            if (spent > 0) {
                spentNs.put(limit, spent);
            }
        }
        current = ledger.entry(current, Limit.values());
        since = ledger.entry(since);
    }
}
