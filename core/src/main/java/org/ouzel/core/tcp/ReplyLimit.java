package org.ouzel.core.tcp;

/**
 * Bounds the acknowledgments that answer segments which were not accepted, so that two ends that have lost each other do not
 * answer each other for ever (RFC 5961 §7). Each connection has its own: a shared one would tell an attacker of others.
 */
final class ReplyLimit implements Kept {
    private static final int PER_SECOND = 10;
    private static final long SECOND_NS = 1_000_000_000L;

    private final long periodNs;
    private final int most;
    private long since;
    private int sent;

    /**
     * Nothing is bounded yet.
     *
     * @param intervalNs the least time between two; 0 for ten in a second
     */
    ReplyLimit(long intervalNs) {
        periodNs = intervalNs > 0 ? intervalNs : SECOND_NS;
        most = intervalNs > 0 ? 1 : PER_SECOND;
    }

    /** Whether another one may be sent now; it counts as sent. */
    boolean admit(long now) {
        if (now - since >= periodNs) {
            since = now;
            sent = 0;
        }
        return sent++ < most;
    }

    @Override
    public void keep(Ledger ledger) {
        since = ledger.entry(since);
        sent = ledger.entry(sent);
    }
}
