package org.ouzel.stack;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.ouzel.core.tcp.PagePool;

/** Pages of native memory, up to a budget, shared by all connections of a shard and guarded by its lock. */
final class NativePages implements PagePool {
    private static final int PAGES_AT_A_TIME = 64;

    private final Deque<MemorySegment> free = new ArrayDeque<>();
    private final long budget;
    private long allocated;
    private long lent;
    private long refused;

    /**
     * An empty pool.
     *
     * @param budgetBytes the most that it lends
     */
    NativePages(long budgetBytes) {
        this.budget = Math.max(1, budgetBytes / PAGE_BYTES);
    }

    @Override
    public Optional<MemorySegment> take() {
        if (lent == budget) {
            refused++;
            return Optional.empty();
        }
        if (free.isEmpty()) {
            allocate();
        }
        lent++;
        return Optional.of(free.pop());
    }

    private void allocate() {
        long count = Math.min(PAGES_AT_A_TIME, budget - allocated);
        MemorySegment block = Arena.ofAuto().allocate(count * PAGE_BYTES, Long.BYTES);
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
