package org.ouzel.core.tcp;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which positions beyond RCV.NXT have been received: disjoint ranges, in order, with a bound on their number. */
final class Reassembly {
    static final int MAX_RANGES = 512;

    /** From the first position of a range to the position behind its last. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    int size() {
        return ranges.size();
    }

    /** Whether another range would be one too many; one that touches a range that is there is not another. */
    boolean isFullFor(long from, long to) {
        return ranges.size() >= MAX_RANGES && touching(from, to) == null;
    }

    /** The first position in [from, to) that has not been received; {@code to} if all have been. */
    long firstMissing(long from, long to) {
        Map.Entry<Long, Long> before = ranges.floorEntry(from);
        return before != null && before.getValue() > from ? Math.min(before.getValue(), to) : from;
    }

    /** The first position in [from, to) that has been received; {@code to} if none has been. */
    long firstReceived(long from, long to) {
        if (firstMissing(from, to) > from) {
            return from;
        }
        Long next = ranges.ceilingKey(from);
        return next == null ? to : Math.min(next, to);
    }

    /** Marks [from, to) as received. */
    void add(long from, long to) {
        long start = from;
        long end = to;
        for (Map.Entry<Long, Long> range = touching(start, end); range != null; range = touching(start, end)) {
            start = Math.min(start, range.getKey());
            end = Math.max(end, range.getValue());
            ranges.remove(range.getKey());
        }
        ranges.put(start, end);
    }

    /** Takes out the range that begins at or below the position, and returns where it ends; the position if none does. */
    long advance(long position) {
        long at = position;
        while (!ranges.isEmpty() && ranges.firstKey() <= at) {
            at = Math.max(at, ranges.pollFirstEntry().getValue());
        }
        return at;
    }

    void clear() {
        ranges.clear();
    }

    private Map.@Nullable Entry<Long, Long> touching(long from, long to) {
        Map.Entry<Long, Long> range = ranges.floorEntry(to);
        return range != null && range.getValue() >= from ? range : null;
    }
}
