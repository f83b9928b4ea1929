package org.ouzel.core.tcp;

import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is outstanding, in the order of position: each begins where the one before it ends. What is sent enters at the end, and what
 * is acknowledged leaves at the front. To find one by its position takes the logarithm of their number; to put one in or to take
 * one out in between, a move of those on the nearer side.
 */
final class Outstanding {
    private static final int LEAST_SLOTS = 4;

    /** So many slots are kept when nothing is outstanding. */
    private static final int MOST_IDLE_SLOTS = 64;

    /** Their number is a power of two. */
    private @Nullable Transmission[] slots = new Transmission[LEAST_SLOTS];

    /** The slot of the first. */
    private int head;

    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** The one with so many before it. */
    Transmission get(int index) {
        return Objects.requireNonNull(slots[slot(Objects.checkIndex(index, size))]);
    }

    Transmission first() {
        return get(0);
    }

    Transmission last() {
        return get(size - 1);
    }

    Stream<Transmission> stream() {
        return IntStream.range(0, size).mapToObj(this::get);
    }

    void addLast(Transmission sent) {
        add(size, sent);
    }

    Transmission removeFirst() {
        return remove(0);
    }

    /** How many begin before a position. */
    int countBefore(long position) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).from < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int indexOf(Transmission sent) {
        return countBefore(sent.from);
    }

    void set(int index, Transmission sent) {
        slots[slot(Objects.checkIndex(index, size))] = sent;
    }

    /** Puts one in, with so many before it. */
    void add(int index, Transmission sent) {
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
        slots[slot(index)] = sent;
        size++;
    }

    /** Takes the one out that has so many before it. */
    Transmission remove(int index) {
        Transmission sent = get(index);
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
            slots = new Transmission[LEAST_SLOTS];
            head = 0;
        }
        return sent;
    }

    private int slot(int index) {
        return (head + index) & (slots.length - 1);
    }

    private void grow() {
        @Nullable Transmission[] wider = new Transmission[2 * slots.length];
        for (int at = 0; at < size; at++) {
            wider[at] = slots[slot(at)];
        }
        slots = wider;
        head = 0;
    }
}
