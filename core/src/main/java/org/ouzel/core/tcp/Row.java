package org.ouzel.core.tcp;

import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of positions, in their order. Most often they enter at the end and leave at the front, which costs the same however many there
 * are. To find one by its position takes the logarithm of their number; to put one in or to take one out in between, a move of those
 * on the nearer side.
 *
 * @param <E> what stands for a range
 */
final class Row<E> {
    private static final int LEAST_SLOTS = 4;

    private static final @Nullable Object[] NO_SLOTS = {};

    /** So many slots are kept when there is none. */
    private static final int MOST_IDLE_SLOTS = 64;

    private final ToLongFunction<E> begin;

    /** Their number is a power of two, or 0 where none ever was taken. */
    private @Nullable E[] slots = none();

    /** The slot of the first. */
    private int head;

    private int size;

    /**
     * None.
     *
     * @param begin tells where a range begins
     */
    Row(ToLongFunction<E> begin) {
        this.begin = begin;
    }

    @SuppressWarnings("unchecked") // no array of a generic type can be made
    private @Nullable E[] slots(int count) {
        return (@Nullable E[]) new Object[count];
    }

    @SuppressWarnings("unchecked") // nothing stands in it, of whatever type
    private @Nullable E[] none() {
        return (@Nullable E[]) NO_SLOTS;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** The one with so many before it. */
    E get(int index) {
        return Objects.requireNonNull(slots[slot(Objects.checkIndex(index, size))]);
    }

    E first() {
        return get(0);
    }

    E last() {
        return get(size - 1);
    }

    Stream<E> stream() {
        return IntStream.range(0, size).mapToObj(this::get);
    }

    void addLast(E range) {
        add(size, range);
    }

    E removeFirst() {
        return remove(0);
    }

    void clear() {
        slots = none();
        head = 0;
        size = 0;
    }

    /** How many begin before a position. */
    int countBefore(long position) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (begin.applyAsLong(get(middle)) < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int indexOf(E range) {
        return countBefore(begin.applyAsLong(range));
    }

    void set(int index, E range) {
        slots[slot(Objects.checkIndex(index, size))] = range;
    }

    /** Puts one in, with so many before it. */
    void add(int index, E range) {
        if (size == slots.length) {
            grow();
        }
        if (index < size - index) {
            head = slot(-1);
            for (int at = 0; at < index; at++) {
                slots[slot(at)] = slots[slot(at + 1)];
            }
        } else {
            for (int at = size; at > index; at--) {
                slots[slot(at)] = slots[slot(at - 1)];
            }
        }
        slots[slot(index)] = range;
        size++;
    }

    /** Takes the one out that has so many before it. */
    E remove(int index) {
        E range = get(index);
        if (index < size - index - 1) {
            for (int at = index; at > 0; at--) {
                slots[slot(at)] = slots[slot(at - 1)];
            }
            slots[head] = null;
            head = slot(1);
        } else {
            for (int at = index; at < size - 1; at++) {
                slots[slot(at)] = slots[slot(at + 1)];
            }
            slots[slot(size - 1)] = null;
        }
        size--;
        if (size == 0 && slots.length > MOST_IDLE_SLOTS) {
            slots = none();
            head = 0;
        }
        return range;
    }

    private int slot(int index) {
        return (head + index) & (slots.length - 1);
    }

    private void grow() {
        @Nullable E[] wider = slots(Math.max(LEAST_SLOTS, 2 * slots.length));
        for (int at = 0; at < size; at++) {
            wider[at] = slots[slot(at)];
        }
        slots = wider;
        head = 0;
    }
}
