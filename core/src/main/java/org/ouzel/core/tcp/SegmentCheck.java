package org.ouzel.core.tcp;

/** Whether a segment lies in the receive window (RFC 9293 §3.10.7.4, first step, table 6). */
enum SegmentCheck {
    /** At least a part of it does; or the window is closed, and its ACK, URG and RST are taken, its data not. */
    ACCEPTABLE,
    /** It does not. */
    OUTSIDE;

    /**
     * The verdict on a segment.
     *
     * @param position SEG.SEQ
     * @param length SEG.LEN
     * @param rcvNxt RCV.NXT
     * @param rcvWnd RCV.WND
     */
    static SegmentCheck of(long position, int length, long rcvNxt, long rcvWnd) {
        if (rcvWnd == 0) {
            // RFC 9293 §3.10.7.4: "If the RCV.WND is zero, no segments will be acceptable, but special allowance should
            // be made to accept valid ACKs, URGs, and RSTs."
            return position == rcvNxt ? ACCEPTABLE : OUTSIDE;
        }
        long last = position + Math.max(length, 1) - 1;
        boolean startsInside = isInside(position, rcvNxt, rcvWnd);
        boolean endsInside = isInside(last, rcvNxt, rcvWnd);
        boolean spans = position < rcvNxt && last >= rcvNxt + rcvWnd;
        boolean overlaps = startsInside || endsInside || spans;
        return overlaps ? ACCEPTABLE : OUTSIDE;
    }

    private static boolean isInside(long position, long rcvNxt, long rcvWnd) {
        return position >= rcvNxt && position < rcvNxt + rcvWnd;
    }
}
