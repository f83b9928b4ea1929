package org.ouzel.sim.campaign;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What is sent one way on a connection: each byte follows from its place, so that any part can be made, and any part checked. The
 * first eight bytes are the content's number.
 *
 * @param number which one it is
 */
record Content(long number) {
    /** How many bytes the number takes at the beginning. */
    static final int NUMBER_BYTES = Long.BYTES;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** The eight bytes at eight times the place. */
    private long word(long place) {
        if (place == 0) {
            return number;
        }
        // The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
        long z = number * GOLDEN + place * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A part of it. */
    byte[] part(long from, int length) {
        int lead = (int) (from & 7);
        ByteBuffer words = ByteBuffer.allocate((lead + length + 7) & -8).order(ByteOrder.BIG_ENDIAN);
        for (long place = from >>> 3; words.hasRemaining(); place++) {
            words.putLong(word(place));
        }
        if (lead == 0 && words.capacity() == length) {
            return words.array();
        }
        return Arrays.copyOfRange(words.array(), lead, lead + length);
    }

    /** Where the bytes first differ from the part that begins there; -1 if nowhere. */
    long mismatch(long from, MemorySegment bytes) {
        int length = (int) bytes.byteSize();
        long at = MemorySegment.ofArray(part(from, length)).mismatch(bytes);
        return at < 0 ? -1 : from + at;
    }
}
