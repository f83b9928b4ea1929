package org.ouzel.core.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads and writes the integers of headers: big-endian, at any alignment. */
final class NetworkOrder {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

    private NetworkOrder() {}

    static int u8(MemorySegment from, long offset) {
        return Byte.toUnsignedInt(from.get(ValueLayout.JAVA_BYTE, offset));
    }

    static int u16(MemorySegment from, long offset) {
        return Short.toUnsignedInt(from.get(SHORT, offset));
    }

    static int u24(MemorySegment from, long offset) {
        return u16(from, offset) << Byte.SIZE | u8(from, offset + Short.BYTES);
    }

    static int i32(MemorySegment from, long offset) {
        return from.get(INT, offset);
    }

    static long i64(MemorySegment from, long offset) {
        return from.get(LONG, offset);
    }

    /** Two halves of 16 bits as one word. */
    static int word(int high, int low) {
        return high << Short.SIZE | (low & 0xffff);
    }

    /** Two words of 32 bits as one of 64. */
    static long words(int high, int low) {
        return (long) high << Integer.SIZE | Integer.toUnsignedLong(low);
    }

    /** The first half of a word of 64 bits, and the second, as {@link #words} has put them together. */
    static int high32(long words) {
        return (int) (words >>> Integer.SIZE);
    }

    static int low32(long words) {
        return (int) words;
    }

    /** The first half of a word of 32 bits, and the second, as {@link #word} has put them together. */
    static int high16(int word) {
        return word >>> Short.SIZE;
    }

    static int low16(int word) {
        return word & 0xffff;
    }

    static void put8(MemorySegment to, long offset, int value) {
        to.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
    }

    static void put16(MemorySegment to, long offset, int value) {
        to.set(SHORT, offset, (short) value);
    }

    static void put24(MemorySegment to, long offset, int value) {
        put16(to, offset, value >>> Byte.SIZE);
        put8(to, offset + Short.BYTES, value);
    }

    static void put32(MemorySegment to, long offset, int value) {
        to.set(INT, offset, value);
    }

    static void put64(MemorySegment to, long offset, long value) {
        to.set(LONG, offset, value);
    }
}
