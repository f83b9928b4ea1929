package org.ouzel.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.FourTuple;

/**
 * The passive opens of a host's shards, each of which waits for one connection: in the order in which they came to it. A request
 * reserves one that it fits, so that no other comes to the same meanwhile.
 *
 * <p>For any thread, whatever lock it holds: nothing is called from here.
 */
final class Waiters {
    /** By the port; what is in the map is looked at and changed by one thread at a time. */
    private final Map<Integer, List<Waiter>> byPort = new ConcurrentHashMap<>();

    /** Raised before another comes, and lowered after one has gone: while it is 0 nobody waits, which the map itself cannot tell for sure. */
    private final AtomicInteger count = new AtomicInteger();

    /** One that waits. */
    static final class Waiter {
        private final FourTuple filter;
        private final int shard;
        private boolean reserved;

        private Waiter(FourTuple filter, int shard) {
            this.filter = filter;
            this.shard = shard;
        }

        /** Where it waits. */
        int shard() {
            return shard;
        }

        private boolean isLike(FourTuple otherFilter, int otherShard) {
            return shard == otherShard && filter.equals(otherFilter);
        }
    }

    /** Whether nobody waits. */
    boolean isEmpty() {
        return count.get() == 0;
    }

    /** One more waits in a shard. */
    void add(FourTuple filter, int shard) {
        count.incrementAndGet();
        byPort.compute(filter.localPort(), (port, before) -> {
            List<Waiter> all = before == null ? new ArrayList<>(1) : before;
            all.add(new Waiter(filter, shard));
            return all;
        });
    }

    /** One of those that wait in a shard for the same waits no longer: one that is reserved, if any is. */
    void remove(FourTuple filter, int shard) {
        byPort.computeIfPresent(filter.localPort(), (port, all) -> {
            Waiter gone = null;
            for (Waiter waiter : all) {
                if (waiter.isLike(filter, shard) && (gone == null || (waiter.reserved && !gone.reserved))) {
                    gone = waiter;
                }
            }
            if (all.remove(gone)) {
                count.decrementAndGet();
            }
            return all.isEmpty() ? null : all;
        });
    }

    /** Whether somebody waits at a port. */
    boolean isAwaited(int port) {
        return byPort.containsKey(port);
    }

    /** Reserves the first that a request fits, until it is {@linkplain #release released}; null if it fits none. */
    @Nullable
    Waiter reserve(FourTuple request) {
        Waiter[] reserved = new Waiter[1];
        byPort.computeIfPresent(request.localPort(), (port, all) -> {
            for (Waiter waiter : all) {
                if (!waiter.reserved && waiter.filter.admits(request)) {
                    waiter.reserved = true;
                    reserved[0] = waiter;
                    break;
                }
            }
            return all;
        });
        return reserved[0];
    }

    /** The request has come to it, or to somebody else. */
    void release(Waiter waiter) {
        byPort.computeIfPresent(waiter.filter.localPort(), (port, all) -> {
            waiter.reserved = false;
            return all;
        });
    }

    /** Whether it waits still. */
    boolean holds(Waiter waiter) {
        boolean[] held = new boolean[1];
        byPort.computeIfPresent(waiter.filter.localPort(), (port, all) -> {
            held[0] = all.contains(waiter);
            return all;
        });
        return held[0];
    }
}
