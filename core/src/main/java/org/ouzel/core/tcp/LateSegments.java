package org.ouzel.core.tcp;

/**
 * Tells segments that are late from old duplicates, where both have older timestamps than TS.Recent (RFC 7323 §5): where a
 * retransmission has filled a gap, what the network has held back behind the gap was sent before it. By RFC 7323 §5.3 R1 it is
 * dropped and must be sent again too, and so on (docs/decisions/0007).
 *
 * <p>Whatever stands within the window was sent after its sender had heard that RCV.NXT was less than a window from it. So its
 * timestamp is not older than TS.Recent was then; a duplicate from before the sequence numbers wrapped is.
 */
final class LateSegments implements Kept {
    /** What stands before this position may have been overtaken by what filled a gap. */
    private long until = Long.MIN_VALUE;

    /** The widest window that was offered. */
    private long widest;

    /** TS.Recent when RCV.NXT was at a position, and when it was at least the widest window further back, or at the SYN. */
    private long markedAt;

    private int marked;
    private int floor;

    /** A connection whose first segment had this timestamp. */
    LateSegments(int timestamp) {
        this.marked = timestamp;
        this.floor = timestamp;
    }

    /**
     * Text has come.
     *
     * @param isGap whether something is missing before what has been received, or was until now
     */
    void onText(long rcvNxt, long rcvWnd, boolean isGap, int recent) {
        widest = Math.max(widest, rcvWnd);
        if (isGap) {
            until = rcvNxt + widest;
        }
        if (rcvNxt - markedAt >= widest) {
            floor = marked;
            marked = recent;
            markedAt = rcvNxt;
        }
    }

    /** Whether a segment that seems old may be late. */
    boolean mayBeLate(long position, int timestamp) {
        return position < until && timestamp - floor >= 0;
    }

    @Override
    public void keep(Ledger ledger) {
        until = ledger.entry(until);
        widest = ledger.entry(widest);
        markedAt = ledger.entry(markedAt);
        marked = ledger.entry(marked);
        floor = ledger.entry(floor);
    }
}
