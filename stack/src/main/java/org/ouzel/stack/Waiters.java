package org.ouzel.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.FourTuple;

/**
 * The passive opens of a host's shards, each of which waits for one connection: in the order in which they came to it. A request
 * reserves one that it fits, so that no other comes to the same meanwhile.
 *
 * <p>For any thread, whatever lock it holds: the one here is held for a moment, and nothing is called meanwhile.
 */
final class Waiters {
    /** By the port. Guarded by this. */
    private final Map<Integer, List<Waiter>> byPort = new HashMap<>();

    /** How many there are, for those who come with every packet and need no lock to see that nobody waits. Written with the lock held. */
    private volatile int count;

    /** One that waits. */
    static final class Waiter {
        private final FourTuple filter;
        private final int shard;

        /** Guarded by the {@link Waiters}. */
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
        return count == 0;
    }

    /** One more waits in a shard. */
    synchronized void add(FourTuple filter, int shard) {
        byPort.computeIfAbsent(filter.localPort(), _ -> new ArrayList<>(1)).add(new Waiter(filter, shard));
        count++;
    }

    /** One of those that wait in a shard for the same waits no longer: one that is reserved, if any is. */
    synchronized void remove(FourTuple filter, int shard) {
        Waiter gone = oneLike(filter, shard);
        List<Waiter> all = at(filter.localPort());
        if (gone != null && all.remove(gone)) {
            count--;
        }
        if (all.isEmpty()) {
            byPort.remove(filter.localPort());
        }
    }

    private @Nullable Waiter oneLike(FourTuple filter, int shard) {
        Waiter found = null;
        for (Waiter waiter : at(filter.localPort())) {
            if (waiter.isLike(filter, shard) && (found == null || (waiter.reserved && !found.reserved))) {
                found = waiter;
            }
        }
        return found;
    }

    private List<Waiter> at(int port) {
        return byPort.getOrDefault(port, List.of());
    }

    /** Whether somebody waits at a port. */
    boolean isAwaited(int port) {
        return !isEmpty() && isOneAt(port);
    }

    private synchronized boolean isOneAt(int port) {
        return byPort.containsKey(port);
    }

    /** Reserves the first that a request fits, until it is {@linkplain #release released}; null if it fits none. */
    synchronized @Nullable Waiter reserve(FourTuple request) {
        for (Waiter waiter : at(request.localPort())) {
            if (!waiter.reserved && waiter.filter.admits(request)) {
                waiter.reserved = true;
                return waiter;
            }
        }
        return null;
    }

    /** The request has come to it, or to somebody else. */
    synchronized void release(Waiter waiter) {
        waiter.reserved = false;
    }

    /** Whether it waits still. */
    synchronized boolean holds(Waiter waiter) {
        return at(waiter.filter.localPort()).contains(waiter);
    }
}
