package org.ouzel.core.tcp;

/** How much a buffer may hold: what it begins with, and more by need, while there is memory for others too. */
final class Capacity implements Kept {
    /**
     * A buffer that has grown holds no more than this part of what the pool has left: many can grow side by side, each less
     * than the one before, and something is left for those that have not.
     */
    private static final int SHARE = 4;

    private final PagePool pool;
    private int start;
    private int most;
    private int grown;

    /**
     * A capacity that has not grown.
     *
     * @param pool where the buffer gets its pages from
     * @param start what it begins with, and what it has whatever the pool has left
     * @param most what it may grow to
     */
    Capacity(PagePool pool, int start, int most) {
        this.pool = pool;
        this.start = start;
        this.most = most;
        this.grown = start;
    }

    /** The user has chosen other bounds. */
    void limit(int startBytes, int mostBytes) {
        start = startBytes;
        most = mostBytes;
        grown = Math.clamp(grown, start, Math.max(start, most));
    }

    /** What the buffer may hold now: less than it has grown to while the pool has little left. */
    int bytes() {
        return grown == start ? start : (int) Math.max(start, Math.min(grown, share()));
    }

    /** Grows to what is wanted, as far as the limit and the pool allow. It never becomes smaller. */
    void grow(long wantedBytes) {
        if (wantedBytes > grown && grown < most) {
            grown = (int) Math.max(grown, Math.min(Math.min(wantedBytes, most), share()));
        }
    }

    private long share() {
        return pool.freeBytes() / SHARE;
    }

    @Override
    public void keep(Ledger ledger) {
        grown = ledger.entry(grown);
    }
}
