package org.ouzel.core.tcp;

/** The least of the values that came lately: for half of a window at least, and for all of it at the most. */
final class WindowedMin implements Kept {
    /** Before there was any. */
    static final long NONE = Long.MAX_VALUE;

    private final long halfNs;
    private long since;
    private long current = NONE;
    private long former = NONE;

    WindowedMin(long windowNs) {
        this.halfNs = windowNs / 2;
    }

    void add(long value, long now) {
        if (now - since >= halfNs) {
            former = now - since >= 2 * halfNs ? NONE : current;
            current = NONE;
            since = now;
        }
        current = Math.min(current, value);
    }

    /** The least; {@link #NONE} if there was none in the window. */
    long value(long now) {
        return now - since < 2 * halfNs ? Math.min(current, former) : NONE;
    }

    @Override
    public void keep(Ledger ledger) {
        since = ledger.entry(since);
        current = ledger.entry(current);
        former = ledger.entry(former);
    }
}
