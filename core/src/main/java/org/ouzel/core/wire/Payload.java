package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The bytes behind a header, gathered from one place or several. The memory is lent, not owned; and where somebody lends the payload
 * itself, as a {@link Gathering} does, it stands for other bytes afterwards.
 */
public final class Payload {
    /** No bytes. */
    public static final Payload EMPTY = new Payload(0);

    /** The places, of which the first {@link #places} count, and what lies there. */
    private Place[] where;

    private int places;
    private int length;

    /** Made when somebody first asks. */
    private @Nullable Slices slices;

    /** Some bytes in a row. */
    private static final class Place {
        MemorySegment memory = MemorySegment.NULL;
        long offset;
        int length;
    }

    private Payload(int most) {
        where = new Place[most];
    }

    /** One that is empty so far, for who gathers bytes. */
    static Payload blank() {
        return new Payload(1);
    }

    /** The bytes of one slice. */
    public static Payload of(MemorySegment slice) {
        return slice.byteSize() == 0 ? EMPTY : of(List.of(slice));
    }

    /** The bytes of several slices, in their order. */
    public static Payload of(List<MemorySegment> slices) {
        Payload payload = new Payload(slices.size());
        for (MemorySegment slice : slices) {
            payload.add(slice, 0, Math.toIntExact(slice.byteSize()));
        }
        return payload;
    }

    /** A payload with a byte array's bytes. */
    public static Payload of(byte[] bytes) {
        return of(MemorySegment.ofArray(bytes));
    }

    /** The same bytes, where they lie, in a payload that stands for them from now on. */
    public Payload kept() {
        return length == 0 ? EMPTY : slice(0, length);
    }

    // ---- For who gathers bytes

    /** No bytes from now on. */
    void clear() {
        places = 0;
        length = 0;
    }

    /** More bytes, behind the others. */
    void add(MemorySegment memory, long offset, int count) {
        if (count == 0) {
            return;
        }
        if (places == where.length) {
            where = Arrays.copyOf(where, Math.max(1, 2 * places));
        }
        Place place = where[places];
        if (place == null) {
            place = new Place();
            where[places] = place;
        }
        place.memory = memory;
        place.offset = offset;
        place.length = count;
        places++;
        length = Math.addExact(length, count);
    }

    // ---- For everybody

    /** The number of bytes. */
    public int length() {
        return length;
    }

    /** The slices, in their order: a view, which is lent with the payload. */
    public List<MemorySegment> slices() {
        // Read once: a payload that several threads have, as the empty one, may get a view of each, one as good as the
        // other.
        Slices view = slices;
        if (view == null) {
            view = new Slices();
            slices = view;
        }
        return view;
    }

    /** Each slice is made when it is asked for: where it is used at once, no object is. */
    private final class Slices extends AbstractList<MemorySegment> implements RandomAccess {
        @Override
        public MemorySegment get(int index) {
            Place place = where[Objects.checkIndex(index, places)];
            return place.memory.asSlice(place.offset, place.length);
        }

        @Override
        public int size() {
            return places;
        }
    }

    /** Copies all bytes to the given place. */
    public void copyTo(MemorySegment to, long offset) {
        copyTo(0, length, to, offset);
    }

    /**
     * Copies some of the bytes to the given place.
     *
     * @param from how many stand before the first of them
     * @throws IndexOutOfBoundsException if there are not so many behind {@code from}
     */
    public void copyTo(int from, int count, MemorySegment to, long offset) {
        Objects.checkFromIndexSize(from, count, length);
        int before = 0;
        int copied = 0;
        for (int i = 0; copied < count; i++) {
            Place place = where[i];
            int skipped = from + copied - before;
            if (skipped < place.length) {
                int part = Math.min(place.length - skipped, count - copied);
                MemorySegment.copy(place.memory, place.offset + skipped, to, offset + copied, part);
                copied += part;
            }
            before += place.length;
        }
    }

    /**
     * A part of the bytes.
     *
     * @throws IndexOutOfBoundsException if there are not so many behind {@code from}
     */
    public Payload slice(int from, int count) {
        Objects.checkFromIndexSize(from, count, length);
        Payload slice = new Payload(places);
        int start = 0;
        for (int i = 0; i < places; i++) {
            Place place = where[i];
            int first = Math.max(from, start);
            int end = Math.min(from + count, start + place.length);
            if (first < end) {
                slice.add(place.memory, place.offset + first - start, end - first);
            }
            start += place.length;
        }
        return slice;
    }

    /** How many pieces of so many bytes it is cut into: one, if it is empty. */
    public int pieces(int bytes) {
        return length <= bytes ? 1 : Math.ceilDiv(length, bytes);
    }

    /** The bytes in an array of their own. */
    public byte[] toByteArray() {
        byte[] bytes = new byte[length];
        copyTo(MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    /** The internet checksum's partial sum over all bytes (RFC 1071). */
    long sum() {
        long sum = 0;
        boolean odd = false;
        for (int i = 0; i < places; i++) {
            Place place = where[i];
            sum = InternetChecksum.add(sum, InternetChecksum.sum(place.memory, place.offset, place.length), odd);
            odd ^= (place.length & 1) != 0;
        }
        return sum;
    }

    @Override
    public String toString() {
        return length + " bytes";
    }

    /** The byte at the given place. */
    public byte at(int index) {
        Objects.checkIndex(index, length);
        int i = 0;
        int rest = index;
        while (rest >= where[i].length) {
            rest -= where[i].length;
            i++;
        }
        return where[i].memory.get(ValueLayout.JAVA_BYTE, where[i].offset + rest);
    }
}
