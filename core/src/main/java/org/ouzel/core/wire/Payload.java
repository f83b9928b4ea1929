package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The bytes behind a header, gathered from one place or several. The memory is lent, not owned. */
public final class Payload {
    /** No bytes. */
    public static final Payload EMPTY = new Payload(MemorySegment.NULL, List.of(), 0);

    /** The bytes where they lie in one place, as most do; else {@link #several} tells where. */
    private final MemorySegment one;

    private final List<MemorySegment> several;
    private final int length;

    private Payload(MemorySegment one, List<MemorySegment> several, int length) {
        this.one = one;
        this.several = several;
        this.length = length;
    }

    /** The bytes of one slice. */
    public static Payload of(MemorySegment slice) {
        return slice.byteSize() == 0 ? EMPTY : new Payload(slice, List.of(), (int) slice.byteSize());
    }

    /** The bytes of several slices, in their order. */
    public static Payload of(List<MemorySegment> slices) {
        if (slices.size() == 1) {
            return of(slices.getFirst());
        }
        long length = 0;
        for (MemorySegment slice : slices) {
            length += slice.byteSize();
        }
        return new Payload(MemorySegment.NULL, List.copyOf(slices), Math.toIntExact(length));
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    /** The slices, in their order. */
    public List<MemorySegment> slices() {
        return isInOnePlace() ? List.of(one) : several;
    }

    private boolean isInOnePlace() {
        return one.byteSize() > 0;
    }

    /** Copies all bytes to the given place. */
    public void copyTo(MemorySegment to, long offset) {
        if (isInOnePlace()) {
            MemorySegment.copy(one, 0, to, offset, length);
            return;
        }
        long at = offset;
        for (MemorySegment slice : several) {
            MemorySegment.copy(slice, 0, to, at, slice.byteSize());
            at += slice.byteSize();
        }
    }

    /**
     * A part of the bytes.
     *
     * @throws IndexOutOfBoundsException if there are not so many behind {@code from}
     */
    public Payload slice(int from, int count) {
        Objects.checkFromIndexSize(from, count, length);
        if (from == 0 && count == length) {
            return this;
        }
        if (isInOnePlace()) {
            return of(one.asSlice(from, count));
        }
        List<MemorySegment> parts = new ArrayList<>(several.size());
        long start = 0;
        for (MemorySegment slice : several) {
            long first = Math.max(from, start);
            long end = Math.min((long) from + count, start + slice.byteSize());
            if (first < end) {
                parts.add(slice.asSlice(first - start, end - first));
            }
            start += slice.byteSize();
        }
        return of(parts);
    }

    /** How many pieces of so many bytes it is cut into: one, if it is empty. */
    public int pieces(int bytes) {
        return length == 0 ? 1 : Math.ceilDiv(length, bytes);
    }

    /** The bytes in an array of their own. */
    public byte[] toByteArray() {
        byte[] bytes = new byte[length];
        copyTo(MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    /** The internet checksum's partial sum over all bytes (RFC 1071). */
    long sum() {
        if (isInOnePlace()) {
            return InternetChecksum.sum(one);
        }
        long sum = 0;
        boolean odd = false;
        for (MemorySegment slice : several) {
            sum = InternetChecksum.add(sum, InternetChecksum.sum(slice), odd);
            odd ^= (slice.byteSize() & 1) != 0;
        }
        return sum;
    }

    /** A payload with a byte array's bytes. */
    public static Payload of(byte[] bytes) {
        return of(MemorySegment.ofArray(bytes));
    }

    @Override
    public String toString() {
        return length + " bytes";
    }

    /** The byte at the given place. */
    public byte at(int index) {
        long start = 0;
        for (MemorySegment slice : slices()) {
            if (index < start + slice.byteSize()) {
                return slice.get(ValueLayout.JAVA_BYTE, index - start);
            }
            start += slice.byteSize();
        }
        throw new IndexOutOfBoundsException(index);
    }
}
