package org.ouzel.core.tcp;

/** How far the user's urgent data reaches, and whether the peer has been told (RFC 9293 §3.8.5). */
final class UrgentMark {
    private static final int MAX_POINTER = 0xffff;

    /** SND.UP as a position: the one behind the last urgent byte. 0 before there was any. */
    private long end;

    private boolean toTell;

    /** Urgent data reaches to this position. */
    void extend(long position) {
        end = position;
        toTell = true;
    }

    /** It reaches no further than this position. */
    void cut(long position) {
        end = Math.min(end, position);
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
}
