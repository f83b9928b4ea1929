package org.ouzel.stack;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ouzel.core.tcp.FourTuple;

/**
 * The flows that go to another shard than the one at which they are at home: as many as connections are open away from home. For any
 * thread, whatever lock it holds.
 */
final class Claims {
    private final Map<Long, Claim> byFlow = new ConcurrentHashMap<>();

    private record Claim(FourTuple name, int shard) {}

    /** The shard to which a flow goes, where that is not the one at which it is at home. */
    int shardOf(long flow, int home) {
        Claim claim = byFlow.isEmpty() ? null : byFlow.get(flow);
        return claim == null ? home : claim.shard();
    }

    /** Has a flow, which is of that name, go to a shard; false if it has been claimed. */
    boolean add(long flow, FourTuple name, int shard) {
        return byFlow.putIfAbsent(flow, new Claim(name, shard)) == null;
    }

    /** A flow goes home again, if it is by this name that it went to that shard. */
    void remove(long flow, FourTuple name, int shard) {
        if (!byFlow.isEmpty()) {
            byFlow.remove(flow, new Claim(name, shard));
        }
    }
}
