package org.ouzel.core.tcp;

/**
 * Counts duplicate acknowledgments, where the peer tells nothing more precise: each stands for a segment that has left the
 * network (RFC 5681 §3.2, RFC 6582).
 */
final class DuplicateAcknowledgments implements Kept {
    private int count;

    /** How many bytes are taken to have left the network, though which they are is not known. */
    private long departedBytes;

    /** Another one; returns how many bytes it stands for: a segment's, but never the first, which is missing. */
    long add(int mss, long flightBytes) {
        count++;
        long bytes = Math.clamp(flightBytes - departedBytes - mss, 0, mss);
        departedBytes += bytes;
        return bytes;
    }

    /**
     * SND.UNA advances: what was missing has come, and with it some of what had left.
     *
     * @param partial whether a recovery goes on that this does not end
     * @param flightBytes how many of the bytes that were sent are now neither acknowledged nor known to be lost
     * @return how many of the bytes that it acknowledges had not been counted
     */
    long advance(long acknowledgedBytes, boolean partial, int mss, long flightBytes) {
        count = 0;
        // RFC 6582 §3.2 step 3, a partial acknowledgment: one of the segments is what was sent again, and had not been
        // counted. No more can have left than were on their way.
        long uncounted = partial ? mss : 0;
        long known = Math.max(acknowledgedBytes - uncounted, departedBytes - flightBytes);
        long counted = Math.clamp(known, 0, departedBytes);
        departedBytes = partial ? departedBytes - counted : 0;
        return acknowledgedBytes - counted;
    }

    void clear() {
        count = 0;
        departedBytes = 0;
    }

    int count() {
        return count;
    }

    long departedBytes() {
        return departedBytes;
    }

    @Override
    public void keep(Ledger ledger) {
        count = ledger.entry(count);
        departedBytes = ledger.entry(departedBytes);
    }
}
