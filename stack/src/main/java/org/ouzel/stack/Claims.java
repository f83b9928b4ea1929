package org.ouzel.stack;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.FourTuple;

/**
 * The flows that go to another shard than the one at which they are at home: as many as connections are open away from home. For any
 * thread, whatever lock it holds.
 */
final class Claims {
    private final Map<Long, Claim> byFlow = new ConcurrentHashMap<>();

    /** Raised before there is another, and lowered after: while it is 0 there is none, which the map itself cannot tell for sure. */
    private final AtomicInteger count = new AtomicInteger();

    /** That a flow goes to a shard. Each is itself alone: another of the same name is for another connection. */
    static final class Claim {
        private final long flow;
        private final FourTuple name;
        private final int shard;

        private Claim(long flow, FourTuple name, int shard) {
            this.flow = flow;
            this.name = name;
            this.shard = shard;
        }

        FourTuple name() {
            return name;
        }

        int shard() {
            return shard;
        }
    }

    /** The shard to which a flow goes: the one at which it is at home, or who has claimed it. */
    int shardOf(long flow, int home) {
        Claim claim = count.get() == 0 ? null : byFlow.get(flow);
        return claim == null ? home : claim.shard;
    }

    /** Has a flow, which is of that name, go to a shard; null if it has been claimed. */
    @Nullable
    Claim add(long flow, FourTuple name, int shard) {
        Claim claim = new Claim(flow, name, shard);
        count.incrementAndGet();
        if (byFlow.putIfAbsent(flow, claim) == null) {
            return claim;
        }
        count.decrementAndGet();
        return null;
    }

    /** A claim holds no longer, if it has until now. */
    void remove(Claim claim) {
        if (byFlow.remove(claim.flow, claim)) {
            count.decrementAndGet();
        }
    }

    /** The claim of a name by a shard holds no longer, if there is one. */
    void remove(long flow, FourTuple name, int shard) {
        Claim claim = count.get() == 0 ? null : byFlow.get(flow);
        if (claim != null && claim.shard == shard && claim.name.equals(name)) {
            remove(claim);
        }
    }
}
