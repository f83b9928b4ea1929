package org.ouzel.core.tcp;

import java.util.Arrays;

/**
 * What the parts of a connection that nothing happens to are written down in. Each of them makes an entry of each of its fields, and
 * takes them back in the same order: {@code field = ledger.entry(field)} does either, so that the two cannot fall apart.
 *
 * <p>Most of what is written down is nothing, or small. An entry is as many bytes as its number needs, none for those that are frequent;
 * behind all of them stands how many bytes each has, in half a byte, the first last.
 */
final class Ledger {
    private static final int FIRST_LENGTH = 256;
    private static final int HALF = 4;
    private static final int HALF_MASK = 0xf;

    // What the half byte of an entry says, if it does not say how many bytes there are
    private static final int MOST = Long.BYTES + 1;
    private static final int LEAST = Long.BYTES + 2;
    private static final int MINUS_ONE = Long.BYTES + 3;
    private static final int ONE = Long.BYTES + 4;

    private final boolean written;
    private byte[] bytes;

    /** Where the next entry stands, and how many there are before it. */
    private int at;

    private int count;

    /** While it is being written: what the entries' half bytes say. */
    private byte[] kinds;

    private Ledger(boolean written, byte[] bytes, byte[] kinds) {
        this.written = written;
        this.bytes = bytes;
        this.kinds = kinds;
    }

    /** One in which nothing is written. */
    static Ledger blank() {
        return new Ledger(false, new byte[FIRST_LENGTH], new byte[FIRST_LENGTH]);
    }

    /** One that is read from the beginning. */
    static Ledger of(byte[] bytes) {
        return new Ledger(true, bytes, new byte[0]);
    }

    /** Everything that is written in it. */
    byte[] close() {
        int halves = (count + 1) / 2;
        byte[] all = Arrays.copyOf(bytes, at + halves);
        for (int i = 0; i < count; i++) {
            all[all.length - 1 - i / 2] |= (byte) (kinds[i] << (i % 2 * HALF));
        }
        return all;
    }

    /** Whether all of it has been read. */
    boolean isAtEnd() {
        return at + (count + 1) / 2 == bytes.length;
    }

    long entry(long value) {
        return written ? read() : write(value);
    }

    int entry(int value) {
        return (int) entry((long) value);
    }

    boolean entry(boolean value) {
        return entry(value ? 1L : 0L) != 0;
    }

    double entry(double value) {
        return Double.longBitsToDouble(entry(Double.doubleToRawLongBits(value)));
    }

    /** One of several things that there are. */
    <T> T entry(T value, T[] all) {
        return all[entry(Arrays.asList(all).indexOf(value))];
    }

    private long write(long value) {
        int kind = kind(value);
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * count);
        }
        kinds[count++] = (byte) kind;
        if (kind <= Long.BYTES) {
            if (at + kind > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            for (int i = 0; i < kind; i++) {
                bytes[at++] = (byte) (value >>> (i * Byte.SIZE));
            }
        }
        return value;
    }

    private static int kind(long value) {
        if (value == Long.MAX_VALUE) {
            return MOST;
        }
        if (value == Long.MIN_VALUE) {
            return LEAST;
        }
        if (value == -1) {
            return MINUS_ONE;
        }
        return value == 1 ? ONE : Math.ceilDiv(Long.SIZE - Long.numberOfLeadingZeros(value), Byte.SIZE);
    }

    private long read() {
        int kind = (bytes[bytes.length - 1 - count / 2] >>> (count % 2 * HALF)) & HALF_MASK;
        count++;
        return switch (kind) {
            case MOST -> Long.MAX_VALUE;
            case LEAST -> Long.MIN_VALUE;
            case MINUS_ONE -> -1;
            case ONE -> 1;
            default -> read(kind);
        };
    }

    private long read(int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= Byte.toUnsignedLong(bytes[at++]) << (i * Byte.SIZE);
        }
        return value;
    }
}
