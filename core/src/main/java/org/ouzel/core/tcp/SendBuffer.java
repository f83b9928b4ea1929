package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import org.ouzel.core.wire.Gathering;

/** Data taken from the user and not yet acknowledged: positions from {@code head} to {@code tail}. */
final class SendBuffer implements Kept {
    private final PagedBytes bytes;
    private final Capacity capacity;
    private long head = 1;
    private long tail = 1;

    /**
     * An empty buffer.
     *
     * @param startBytes what it may hold at first
     * @param maxBytes what it may grow to
     */
    SendBuffer(PagePool pool, int startBytes, int maxBytes) {
        this.bytes = new PagedBytes(pool);
        this.capacity = new Capacity(pool, startBytes, maxBytes);
    }

    /** The position of the oldest byte held. */
    long head() {
        return head;
    }

    /** The position behind the newest byte held. */
    long tail() {
        return tail;
    }

    /** Makes room for so much, as far as the limit and the memory allow. What room there is stays. */
    void grow(long wantedBytes) {
        capacity.grow(wantedBytes);
    }

    /** The user has chosen other bounds. */
    void limit(int startBytes, int maxBytes) {
        capacity.limit(startBytes, maxBytes);
    }

    /** How much it may hold. */
    int capacity() {
        return capacity.bytes();
    }

    int free() {
        return Math.max(0, capacity() - (int) (tail - head));
    }

    /** Takes as much of the data as there is room for; returns how much. */
    int append(MemorySegment data) {
        return append(data, (int) Math.min(Integer.MAX_VALUE, data.byteSize()));
    }

    /** The same of its first bytes, at most so many. */
    int append(MemorySegment data, int most) {
        int taken = bytes.write(tail, data, Math.min(free(), most));
        tail += taken;
        return taken;
    }

    /** Gathers what stands from a position on. */
    void gather(long from, int length, Gathering into) {
        if (from < head || from + length > tail) {
            throw new AssertionError("[" + from + ", +" + length + ") outside [" + head + ", " + tail + ")");
        }
        bytes.gather(from, length, into);
    }

    /** Lets go of what is acknowledged: everything below the position. */
    void releaseBelow(long position) {
        head = Math.max(head, Math.min(position, tail));
        if (head == tail) {
            bytes.clear(tail);
        } else {
            bytes.releaseBelow(head);
        }
    }

    void clear() {
        head = tail;
        bytes.clear(tail);
    }

    @Override
    public void keep(Ledger ledger) {
        bytes.keep(ledger);
        capacity.keep(ledger);
        head = ledger.entry(head);
        tail = ledger.entry(tail);
    }
}
