package org.ouzel.sim.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.net.Timeline.Event;

/**
 * The events that are planned: a binary heap in which each knows its slot. So what is called off leaves at once: calls with
 * long timeouts would fill it otherwise. A {@link java.util.PriorityQueue} would have to search for it.
 */
final class Agenda {
    /** The slot of what is not planned. */
    static final int NOWHERE = -1;

    private @Nullable Event[] slots = new @Nullable Event[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** How many are planned. */
    int size() {
        return size;
    }

    /** The one that happens first. There is one. */
    Event first() {
        return in(0);
    }

    void add(Event event) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
        }
        rise(event, size++);
    }

    /** Takes one out, if it is there. */
    void remove(Event event) {
        int hole = event.slot;
        if (hole == NOWHERE) {
            return;
        }
        event.slot = NOWHERE;
        Event last = in(--size);
        slots[size] = null;
        if (hole == size) {
            return;
        }
        if (hole > 0 && last.isBefore(in(parent(hole)))) {
            rise(last, hole);
        } else {
            sink(last, hole);
        }
    }

    /** Puts an event into a hole or, as long as it is before what stands there, above it. */
    private void rise(Event event, int from) {
        int hole = from;
        while (hole > 0) {
            Event above = in(parent(hole));
            if (!event.isBefore(above)) {
                break;
            }
            put(above, hole);
            hole = parent(hole);
        }
        put(event, hole);
    }

    /** Puts an event into a hole or, as long as what stands there is before it, below it. */
    private void sink(Event event, int from) {
        int hole = from;
        for (int child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && in(child + 1).isBefore(in(child))) {
                child++;
            }
            Event below = in(child);
            if (!below.isBefore(event)) {
                break;
            }
            put(below, hole);
            hole = child;
        }
        put(event, hole);
    }

    private static int parent(int slot) {
        return (slot - 1) / 2;
    }

    private void put(Event event, int slot) {
        slots[slot] = event;
        event.slot = slot;
    }

    private Event in(int slot) {
        Event event = slots[slot];
        if (event == null) {
            throw new AssertionError("slot " + slot + " of " + size + " is empty");
        }
        return event;
    }
}
