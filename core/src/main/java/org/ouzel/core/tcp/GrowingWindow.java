package org.ouzel.core.tcp;

/**
 * The window of a receiver that offers at first what was in its SYN, and two segments more with each segment that has come, as Linux
 * does: up to what the buffer has room for.
 */
final class GrowingWindow implements Kept {
    /** Segments that carry less open nothing: the buffer would fill with headers. So much is Linux's measure of it. */
    private static final int WORTH_GROWING_BYTES = 128;

    /** By so many segments it opens with each that comes, so that a sender in slow start, which doubles, is not held up. */
    private static final long SEGMENTS_FOR_ONE = 2;

    /** Less than this part of the buffer is scarce: what is offered then is no more than what there is. */
    private static final int SCARCE_PART = 2;

    /** Less than this part of it is not worth offering, lest the sender fill it with what is small (RFC 9293 §3.8.6.2.2). */
    private static final int WORTHLESS_PART = 16;

    private final int segmentBytes;
    private long limit;
    private int shift;

    /**
     * A window that has not grown.
     *
     * @param first how many bytes it has
     * @param segmentBytes the MSS that we announce
     */
    GrowingWindow(long first, int segmentBytes) {
        this.limit = first;
        this.segmentBytes = segmentBytes;
    }

    /** By how much our windows are shifted. */
    void onScale(int bits) {
        shift = bits;
    }

    /** A segment has come in order, with so many bytes. */
    void onInOrder(int length, long room) {
        if (length >= WORTH_GROWING_BYTES && limit < room) {
            limit = Math.min(limit + SEGMENTS_FOR_ONE * segmentBytes, room);
        }
    }

    /**
     * How many bytes to offer now.
     *
     * @param free what the buffer has room for
     * @param whole what it holds when it is empty
     * @param offered what was offered last
     * @param mss the size of segments
     */
    long bytes(long free, long whole, long offered, int mss) {
        long room = free;
        if (free < whole / SCARCE_PART) {
            room = free >> shift << shift;
            if (room < whole / WORTHLESS_PART || room < Math.min(mss, whole)) {
                return 0;
            }
        }
        room = Math.min(room, limit);
        if (shift > 0) {
            return roundedUp(room);
        }
        boolean stays = offered > room - mss && offered <= room;
        return stays ? offered : room - room % Math.min(mss, Math.max(room, 1));
    }

    /** The same, not less: what can be told with the scale. */
    long roundedUp(long bytes) {
        long unit = 1L << shift;
        return (bytes + unit - 1) / unit * unit;
    }

    @Override
    public void keep(Ledger ledger) {
        limit = ledger.entry(limit);
    }
}
