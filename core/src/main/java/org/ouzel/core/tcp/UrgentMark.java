package org.ouzel.core.tcp;

/** How far the user's urgent data reaches, and whether the peer has been told (RFC 9293 §3.8.5). */
final class UrgentMark implements Kept {
    private static final int MAX_POINTER = 0xffff;

    /** SND.UP as a position: the one behind the last urgent byte. 0 before there was any. */
    private long end;

    /** Where the last urgent send begins, and how far urgent data reached before it. */
    private long sendFrom;

    private long endBefore;

    private boolean toTell;

    /** An urgent send reaches from a position to another. The rest of the same send reaches to the same. */
    void extend(long from, long to) {
        if (to != end) {
            sendFrom = from;
            endBefore = end;
            end = to;
        }
        toTell = true;
    }

    /** The last urgent send ends at this position; one of which nothing was taken was none. */
    void cut(long position) {
        end = Math.min(end, position > sendFrom ? position : endBefore);
    }

    /** Whether a position has urgent data behind it. */
    boolean isBeyond(long position) {
        return end > position;
    }

    /**
     * The urgent pointer of a segment at a position, 0 if none applies. RFC 9293 MUST-62: it points to the octet following
     * the urgent data.
     */
    int pointer(long position) {
        return Math.clamp(end - position, 0, MAX_POINTER);
    }

    /** A segment has told it. */
    void told() {
        toTell = false;
    }

    /** Whether the peer must be told now though no data can be sent; asking counts as telling. */
    boolean takeToTell(long sndNxt) {
        boolean tell = toTell && end > sndNxt;
        toTell = false;
        return tell;
    }

    @Override
    public void keep(Ledger ledger) {
        end = ledger.entry(end);
        sendFrom = ledger.entry(sendFrom);
        endBefore = ledger.entry(endBefore);
        toTell = ledger.entry(toTell);
    }
}
