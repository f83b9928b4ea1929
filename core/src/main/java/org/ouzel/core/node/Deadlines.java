package org.ouzel.core.node;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to be called when: a wheel of slots a tick wide, and above it wheels whose slots are each as wide as the whole
 * wheel below. An entry stands in the lowest wheel on which its slot is not the current one, and moves down when its slot
 * becomes current: at most once for each wheel.
 *
 * <p>Each entry stands in one place at the most. Setting a later deadline than before costs nothing: the entry stays where it
 * is and is looked at again when that time comes. The wheels sort by ticks, but an entry is due by its own nanosecond, never
 * earlier.
 */
final class Deadlines<T> {
    /** A tick is 2^20 ns, about a millisecond. */
    private static final int TICK_BITS = 20;

    private static final int DIGIT_BITS = 6;

    /** The slots of a wheel: as many as a word has bits, one of which tells whether a slot is in use. */
    private static final int SLOTS = 1 << DIGIT_BITS;

    /** Enough for every time that a long can tell. */
    private static final int WHEELS = 8;

    /** Behind the slots of all wheels: those whose time has come. */
    private static final int DUE = WHEELS * SLOTS;

    private static final int NOWHERE = -1;

    private final @Nullable Entry<T>[] heads = slots();

    /** For each slot in use: nobody in it wants to be called before. */
    private final long[] earliest = new long[DUE + 1];

    private final long[] inUse = new long[WHEELS];
    private long currentTick;
    private int size;

    /** Somebody's place among the deadlines, to be kept by him. */
    static final class Entry<T> {
        private final T who;
        private long wantedAt;

        /** When it is looked at, which is what its slot goes by. */
        private long lookedAt;

        private int slot = NOWHERE;
        private @Nullable Entry<T> before;
        private @Nullable Entry<T> after;

        Entry(T who) {
            this.who = who;
        }

        /** Whether it stands among the others. */
        boolean isSet() {
            return slot != NOWHERE;
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // no array of a generic type can be made
    private static <T> @Nullable Entry<T>[] slots() {
        return new Entry[DUE + 1];
    }

    /** Sets a deadline in place of an earlier one; {@link Long#MAX_VALUE} for none. */
    void set(Entry<T> entry, long at) {
        if (at == Long.MAX_VALUE) {
            unlink(entry);
            return;
        }
        entry.wantedAt = at;
        if (entry.slot == NOWHERE || at < entry.lookedAt) {
            unlink(entry);
            link(entry);
        }
    }

    /** The earliest time at which something may be due. */
    long next() {
        int slot = first();
        return slot == NOWHERE ? Long.MAX_VALUE : earliest[slot];
    }

    /** Somebody whose deadline has passed, taken out; empty if nobody's has. */
    Optional<T> takeDue(long now) {
        for (int slot = first(); slot != NOWHERE && earliest[slot] <= now; slot = first()) {
            Entry<T> head = heads[slot];
            if (slot < DUE) {
                look(slot, now);
            } else if (head != null) {
                unlink(head);
                if (head.wantedAt <= now) {
                    return Optional.of(head.who);
                }
                link(head);
            }
        }
        return Optional.empty();
    }

    /** How many wait. */
    int size() {
        return size;
    }

    /** The slot whose time comes first: all of a wheel lies before all of the wheel above. */
    private int first() {
        if (heads[DUE] != null) {
            return DUE;
        }
        for (int wheel = 0; wheel < WHEELS; wheel++) {
            if (inUse[wheel] != 0) {
                return wheel * SLOTS + Long.numberOfTrailingZeros(inUse[wheel]);
            }
        }
        return NOWHERE;
    }

    /** Makes a slot the current one: who is due in it becomes so, the others go where they belong now. */
    private void look(int slot, long now) {
        int shift = slot / SLOTS * DIGIT_BITS;
        long turn = (1L << (shift + DIGIT_BITS)) - 1;
        currentTick = (currentTick & ~turn) | ((long) (slot % SLOTS) << shift);
        Entry<T> next = heads[slot];
        heads[slot] = null;
        markEmpty(slot);
        while (next != null) {
            Entry<T> entry = next;
            next = entry.after;
            entry.slot = NOWHERE;
            size--;
            if (entry.wantedAt <= now) {
                link(entry, DUE);
            } else {
                link(entry);
            }
        }
    }

    private void link(Entry<T> entry) {
        long tick = Math.max(entry.wantedAt >> TICK_BITS, currentTick);
        int highest = Long.SIZE - 1 - Long.numberOfLeadingZeros((tick ^ currentTick) | 1);
        int wheel = highest / DIGIT_BITS;
        link(entry, wheel * SLOTS + (int) (tick >>> (wheel * DIGIT_BITS) & (SLOTS - 1)));
    }

    private void link(Entry<T> entry, int slot) {
        Entry<T> head = heads[slot];
        earliest[slot] = head == null ? entry.wantedAt : Math.min(earliest[slot], entry.wantedAt);
        entry.lookedAt = entry.wantedAt;
        entry.slot = slot;
        entry.before = null;
        entry.after = head;
        if (head != null) {
            head.before = entry;
        }
        heads[slot] = entry;
        if (slot < DUE) {
            inUse[slot / SLOTS] |= 1L << slot % SLOTS;
        }
        size++;
    }

    private void unlink(Entry<T> entry) {
        if (entry.slot == NOWHERE) {
            return;
        }
        if (entry.after != null) {
            entry.after.before = entry.before;
        }
        if (entry.before != null) {
            entry.before.after = entry.after;
        } else {
            heads[entry.slot] = entry.after;
            if (entry.after == null) {
                markEmpty(entry.slot);
            }
        }
        entry.slot = NOWHERE;
        entry.before = null;
        entry.after = null;
        size--;
    }

    private void markEmpty(int slot) {
        if (slot < DUE) {
            inUse[slot / SLOTS] &= ~(1L << slot % SLOTS);
        }
    }
}
