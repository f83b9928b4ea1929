package org.ouzel.core.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Who wants to be called when. Setting a later deadline than before costs nothing: the old entry stays in the queue and is
 * looked at again when its time comes.
 */
final class Deadlines<T> {
    private record Entry<T>(long at, T who) {}

    private final PriorityQueue<Entry<T>> queue =
            new PriorityQueue<>((one, other) -> Long.compare(one.at(), other.at()));

    /** For each who waits: when it wants to be called, and when the queue will look at it. */
    private final Map<T, Long> wanted = new HashMap<>();

    private final Map<T, Long> queued = new HashMap<>();

    /** Sets the deadline of somebody, in place of an earlier one; {@link Long#MAX_VALUE} for none. */
    void set(T who, long at) {
        if (at == Long.MAX_VALUE) {
            wanted.remove(who);
            return;
        }
        wanted.put(who, at);
        Long looked = queued.get(who);
        if (looked == null || at < looked) {
            queued.put(who, at);
            queue.add(new Entry<>(at, who));
        }
    }

    /** The earliest time at which something may be due. */
    long next() {
        return queue.isEmpty() ? Long.MAX_VALUE : queue.element().at();
    }

    /** Somebody whose deadline has passed, taken out; empty if nobody's has. */
    Optional<T> takeDue(long now) {
        while (!queue.isEmpty() && queue.element().at() <= now) {
            Entry<T> entry = queue.remove();
            Long looked = queued.get(entry.who());
            if (looked == null || looked != entry.at()) {
                continue;
            }
            queued.remove(entry.who());
            Long at = wanted.get(entry.who());
            if (at != null && at <= now) {
                wanted.remove(entry.who());
                return Optional.of(entry.who());
            }
            if (at != null) {
                set(entry.who(), at);
            }
        }
        return Optional.empty();
    }

    /** How many wait. */
    int size() {
        return wanted.size();
    }
}
