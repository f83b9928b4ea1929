package org.ouzel.core.tcp;

/**
 * The window of a receiver that offers at first what was in its SYN, and two segments more with each segment that has come, as Linux
 * does: up to what the buffer has room for.
 */
final class GrowingWindow {
    /** Segments that carry less open nothing: the buffer would fill with headers. */
    private static final int WORTH_GROWING_BYTES = 128;

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
            limit = Math.min(limit + 2L * segmentBytes, room);
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
        if (free < whole / 2) {
            room = free >> shift << shift;
            if (room < whole / 16 || room < Math.min(mss, whole)) {
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
}
