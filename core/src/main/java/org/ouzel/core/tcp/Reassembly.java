package org.ouzel.core.tcp;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which positions beyond RCV.NXT have been received: disjoint ranges, with a bound on their number. They stand in two orders:
 * by position, and by when something came for them last.
 */
final class Reassembly {
    static final int MAX_RANGES = 512;

    /** From the first position of a range to the position behind its last. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** The first position of every range, the one that something came for last in front. */
    private final LinkedHashSet<Long> latestFirst = new LinkedHashSet<>();

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

    /** The range that a position lies in. */
    Optional<Range> around(long position) {
        Map.Entry<Long, Long> range = ranges.floorEntry(position);
        return range != null && range.getValue() > position ? Optional.of(range(range)) : Optional.empty();
    }

    private static Range range(Map.Entry<Long, Long> entry) {
        return new Range(entry.getKey(), entry.getValue());
    }

    /** Adds ranges until there are so many, the one that something came for last first. */
    void addLatest(int most, Set<Range> to) {
        Iterator<Long> latest = latestFirst.iterator();
        while (to.size() < most && latest.hasNext()) {
            to.add(around(latest.next()).orElseThrow());
        }
    }

    /** Marks [from, to) as received: its range is now the latest. */
    void add(long from, long to) {
        long start = from;
        long end = to;
        for (Map.Entry<Long, Long> range = touching(start, end); range != null; range = touching(start, end)) {
            start = Math.min(start, range.getKey());
            end = Math.max(end, range.getValue());
            ranges.remove(range.getKey());
            latestFirst.remove(range.getKey());
        }
        ranges.put(start, end);
        latestFirst.addFirst(start);
    }

    /** Takes out the range that begins at or below the position, and returns where it ends; the position if none does. */
    long advance(long position) {
        long at = position;
        while (!ranges.isEmpty() && ranges.firstKey() <= at) {
            Map.Entry<Long, Long> first = ranges.pollFirstEntry();
            latestFirst.remove(first.getKey());
            at = Math.max(at, first.getValue());
        }
        return at;
    }

    void clear() {
        ranges.clear();
        latestFirst.clear();
    }

    private Map.@Nullable Entry<Long, Long> touching(long from, long to) {
        Map.Entry<Long, Long> range = ranges.floorEntry(to);
        return range != null && range.getValue() >= from ? range : null;
    }
}
