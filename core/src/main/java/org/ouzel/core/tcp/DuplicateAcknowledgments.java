package org.ouzel.core.tcp;

/**
 * Counts duplicate acknowledgments, where the peer tells nothing more precise: each stands for a segment that has left the
 * network (RFC 5681 §3.2, RFC 6582).
 */
final class DuplicateAcknowledgments {
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
     * @return how many of the bytes it acknowledges had not been counted
     */
    long advance(long acknowledgedBytes, int mss) {
        count = 0;
        long counted = Math.clamp(acknowledgedBytes - mss, 0, departedBytes);
        departedBytes -= counted;
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
}
