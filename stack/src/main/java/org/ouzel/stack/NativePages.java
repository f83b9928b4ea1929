package org.ouzel.stack;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongFunction;
import org.ouzel.core.tcp.PagePool;

/** Pages of memory, up to a budget, shared by all connections of a shard and guarded by its lock. */
final class NativePages implements PagePool {
    private static final long FIRST_PAGES = 4;
    private static final long PAGES_AT_A_TIME = 64;

    private final Deque<MemorySegment> free = new ArrayDeque<>();
    private final LongFunction<MemorySegment> memory;
    private long budget;
    private long allocated;
    private long lent;
    private long refused;

    /**
     * An empty pool.
     *
     * @param budgetBytes the most that it lends
     * @param memory gives so many bytes, or fails with an {@link OutOfMemoryError}
     */
    NativePages(long budgetBytes, LongFunction<MemorySegment> memory) {
        this.budget = Math.max(1, budgetBytes / PAGE_BYTES);
        this.memory = memory;
    }

    @Override
    public Optional<MemorySegment> take() {
        if (free.isEmpty() && allocated < budget) {
            allocate();
        }
        if (free.isEmpty()) {
            refused++;
            return Optional.empty();
        }
        lent++;
        return Optional.of(free.pop());
    }

    private void allocate() {
        // As many again as there are: a host with one idle connection needs few, a busy one many.
        long count = Math.min(Math.clamp(allocated, FIRST_PAGES, PAGES_AT_A_TIME), budget - allocated);
        MemorySegment block;
        try {
            block = memory.apply(count * PAGE_BYTES);
        } catch (OutOfMemoryError lessThanTheBudget) {
            // A peer that sends must not end the thread that reads. Asking takes the JDK long, with the lock held: if
            // there
            // are pages, they are all there will be.
            budget = Math.max(1, allocated);
            return;
        }
        for (long page = 0; page < count; page++) {
            free.push(block.asSlice(page * PAGE_BYTES, PAGE_BYTES));
        }
        allocated += count;
    }

    @Override
    public void give(MemorySegment page) {
        lent--;
        free.push(page);
    }

    /** How many pages are in use. */
    long lent() {
        return lent;
    }

    /** How often there was none. */
    long refused() {
        return refused;
    }

    /** Whether a page can be had. */
    boolean hasFree() {
        return lent < budget;
    }
}
