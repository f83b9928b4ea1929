package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A page pool for tests: it knows how many pages are lent. */
final class HeapPages implements PagePool {
    private final Deque<MemorySegment> free = new ArrayDeque<>();
    private int lent;

    /** The most pages that are lent. */
    int budget = Integer.MAX_VALUE;

    @Override
    public Optional<MemorySegment> take() {
        if (lent >= budget) {
            return Optional.empty();
        }
        lent++;
        MemorySegment page = free.poll();
        return Optional.of(page == null ? MemorySegment.ofArray(new byte[PAGE_BYTES]) : page);
    }

    @Override
    public long freeBytes() {
        return (long) (budget - lent) * PAGE_BYTES;
    }

    @Override
    public void give(MemorySegment page) {
        lent--;
        free.push(page);
    }

    /** From now on no more are lent than so many. */
    void limit(int pages) {
        budget = pages;
    }

    int lent() {
        return lent;
    }
}
