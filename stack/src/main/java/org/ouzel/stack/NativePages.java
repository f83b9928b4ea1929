package org.ouzel.stack;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.ouzel.core.tcp.PagePool;
import org.ouzel.stack.around.Surroundings;

/** Pages of memory, up to a budget, shared by all connections of a shard and guarded by its lock. */
final class NativePages implements PagePool {
    private static final long FIRST_PAGES = 4;
    private static final long PAGES_AT_A_TIME = 64;

    /** Asking for memory that is not there takes the JDK long, with the lock held: not more often than that. */
    private static final long ASK_AGAIN_AFTER_NS = 1_000_000_000;

    private static final long AT_ONCE = Long.MIN_VALUE;

    private final Deque<MemorySegment> free = new ArrayDeque<>();
    private final LongFunction<MemorySegment> memory;
    private final LongSupplier clock;
    private final long budget;
    private long allocated;
    private long lent;
    private long refused;

    /** When memory may be asked for; the clock is looked at only where that is not at once. */
    private long asksAgainAt = AT_ONCE;

    /**
     * An empty pool.
     *
     * @param budgetBytes the most that it lends
     * @param memory gives so many bytes, or fails with an {@link OutOfMemoryError}
     * @param clock tells the time, in nanoseconds
     */
    NativePages(long budgetBytes, LongFunction<MemorySegment> memory, LongSupplier clock) {
        this.budget = Math.max(1, budgetBytes / PAGE_BYTES);
        this.memory = memory;
        this.clock = clock;
    }

    @Override
    public Optional<MemorySegment> take() {
        if (free.isEmpty() && mayAllocate()) {
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
            // A peer that sends must not end the thread that reads.
            asksAgainAt = clock.getAsLong() + ASK_AGAIN_AFTER_NS;
            return;
        }
        asksAgainAt = AT_ONCE;
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

    @Override
    public long freeBytes() {
        return (mayAllocate() ? budget - lent : free.size()) * PAGE_BYTES;
    }

    /** How many pages are in use. */
    long lent() {
        return lent;
    }

    /** How often there was none. */
    long refused() {
        return refused;
    }

    /** Whether a page can be had, as far as is known. */
    boolean hasFree() {
        return !free.isEmpty() || mayAllocate();
    }

    private boolean mayAllocate() {
        return allocated < budget && (asksAgainAt == AT_ONCE || clock.getAsLong() >= asksAgainAt);
    }

    /** When a page can perhaps be had although none is given back, if none can now. */
    long asksAgainAt() {
        return allocated < budget ? asksAgainAt : Surroundings.NEVER;
    }
}
