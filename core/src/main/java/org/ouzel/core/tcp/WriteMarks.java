package org.ouzel.core.tcp;

import java.util.TreeSet;

/** Where the user's writes, and bursts, end in what is not yet acknowledged: segments that hold such a place have PSH. */
final class WriteMarks {
    private final TreeSet<Long> ends = new TreeSet<>();

    /** A write ends before this position. */
    void add(long position) {
        ends.add(position);
    }

    /** Where the next write ends behind a position; {@link Long#MAX_VALUE} if none does. */
    long next(long from) {
        Long next = ends.isEmpty() ? null : ends.higher(from);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** What ends behind this position ends there no more: it goes on. */
    void forgetAbove(long position) {
        ends.tailSet(position, false).clear();
    }

    /** Everything below the position is acknowledged. */
    void releaseBelow(long position) {
        while (!ends.isEmpty() && ends.first() <= position) {
            ends.pollFirst();
        }
    }

    boolean isEmpty() {
        return ends.isEmpty();
    }
}
