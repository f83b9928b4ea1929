package org.ouzel.core.tcp;

/** The sender's silly window avoidance, with Nagle's algorithm (RFC 9293 §3.8.6.2.1, §3.7.4). */
final class SillyWindowAvoidance implements Kept {
    private final SendQueue queue;
    private final Scoreboard scoreboard;
    private TcpHabits.SmallSegments waits = TcpHabits.SmallSegments.NAGLE;
    private boolean corked;
    private boolean nagle = true;

    /** Where the last segment ends that was not full. */
    private long smallEnd;

    SillyWindowAvoidance(SendQueue queue, Scoreboard scoreboard) {
        this.queue = queue;
        this.scoreboard = scoreboard;
    }

    /** What the user chose has changed. */
    void onSettings(TcpSettings settings) {
        waits = settings.tuning().habits().sending().smallSegments();
        corked = settings.tuning().flow().corked();
        nagle = settings.output().nagle();
    }

    /** So many positions leave for the first time. */
    void onSent(long from, long count, int mss) {
        smallEnd = count < mss ? from + count : smallEnd;
    }

    /**
     * Whether new data is worth a segment.
     *
     * @param length how much of it there is room for
     * @param unsent how much there is
     * @param heldByCwnd whether it is the congestion window that has no room for more
     * @param maxSndWnd the largest window that the peer has offered
     */
    boolean isWorthSending(int length, long unsent, boolean heldByCwnd, int mss, long maxSndWnd) {
        if (length == 0) {
            return false;
        }
        if (length == mss) {
            return true;
        }
        if (length == unsent && corked) {
            return queue.isFinQueued() || queue.urgent().isBeyond(scoreboard.nxt());
        }
        if (length == unsent) {
            return !isHeldByOthers() || !nagle || queue.isUrgedOn(scoreboard.nxt());
        }
        return isNoDataOutstanding() && !heldByCwnd && length * 2L >= maxSndWnd;
    }

    /** A SYN that waits for its acknowledgment is no small segment that more data could have filled. */
    private boolean isNoDataOutstanding() {
        return scoreboard.isEmpty() || scoreboard.nxt() == 1;
    }

    /** Whether something is outstanding for which a small segment waits. */
    private boolean isHeldByOthers() {
        return switch (waits) {
            case NAGLE -> !isNoDataOutstanding();
            case MINSHALL -> smallEnd > scoreboard.una();
        };
    }

    @Override
    public void keep(Ledger ledger) {
        smallEnd = ledger.entry(smallEnd);
    }
}
