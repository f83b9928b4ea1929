package org.ouzel.core.tcp;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which positions beyond RCV.NXT have been received: disjoint ranges, with a bound on their number. They stand in two orders:
 * by position, and by when something came for them last.
 */
final class Reassembly {
    static final int MAX_RANGES = 512;

    private final Row<Held> ranges = new Row<>(range -> range.begin);

    /** The range that something came for last; the others follow. */
    private @Nullable Held latest;

    /** Positions that have been received, to before {@link #end}. */
    private static final class Held {
        final long begin;
        final long end;

        @Nullable
        Held later;

        @Nullable
        Held earlier;

        Held(long begin, long end) {
            this.begin = begin;
            this.end = end;
        }

        Range range() {
            return new Range(begin, end);
        }
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    int size() {
        return ranges.size();
    }

    /** Whether another range would be one too many; one that touches a range that is there is not another. */
    boolean isFullFor(long from, long to) {
        return ranges.size() >= MAX_RANGES && !isTouched(ranges.countBefore(to + 1) - 1, from);
    }

    /** The first position in [from, to) that has not been received; {@code to} if all have been. */
    long firstMissing(long from, long to) {
        Held before = floor(from);
        return before != null && before.end > from ? Math.min(before.end, to) : from;
    }

    /** The first position in [from, to) that has been received; {@code to} if none has been. */
    long firstReceived(long from, long to) {
        if (firstMissing(from, to) > from) {
            return from;
        }
        int next = ranges.countBefore(from);
        return next == ranges.size() ? to : Math.min(ranges.get(next).begin, to);
    }

    /** The range that a position lies in. */
    Optional<Range> around(long position) {
        Held range = floor(position);
        return range != null && range.end > position ? Optional.of(range.range()) : Optional.empty();
    }

    /** The last range that begins at a position or before it. */
    private @Nullable Held floor(long position) {
        int count = ranges.isEmpty() ? 0 : ranges.countBefore(position + 1);
        return count == 0 ? null : ranges.get(count - 1);
    }

    /** Adds ranges until there are so many, the one that something came for last first. */
    void addLatest(int most, Set<Range> to) {
        for (Held range = latest; range != null && to.size() < most; range = range.earlier) {
            to.add(range.range());
        }
    }

    /** Marks [from, to) as received: its range is now the latest. */
    void add(long from, long to) {
        long begin = from;
        long end = to;
        int index = ranges.countBefore(to + 1);
        while (isTouched(index - 1, begin)) {
            index--;
            Held range = ranges.remove(index);
            forget(range);
            begin = Math.min(begin, range.begin);
            end = Math.max(end, range.end);
        }
        Held whole = new Held(begin, end);
        ranges.add(index, whole);
        whole.earlier = latest;
        if (latest != null) {
            latest.later = whole;
        }
        latest = whole;
    }

    /** Whether there is a range at an index, and it ends at a position or behind it. */
    private boolean isTouched(int index, long from) {
        return index >= 0 && ranges.get(index).end >= from;
    }

    /** Takes out the range that begins at or below the position, and returns where it ends; the position if none does. */
    long advance(long position) {
        long at = position;
        while (!ranges.isEmpty() && ranges.first().begin <= at) {
            Held first = ranges.removeFirst();
            forget(first);
            at = Math.max(at, first.end);
        }
        return at;
    }

    private void forget(Held range) {
        if (range.later == null) {
            latest = range.earlier;
        } else {
            range.later.earlier = range.earlier;
        }
        if (range.earlier != null) {
            range.earlier.later = range.later;
        }
    }

    void clear() {
        ranges.clear();
        latest = null;
    }
}
