package org.ouzel.core.tcp;

import java.util.TreeSet;

/** Where the user's writes, and bursts, end in what is not yet acknowledged: segments that hold such a place have PSH. */
final class WriteMarks {
    private final TreeSet<Long> ends = new TreeSet<>();

    /** A write ends before this position. */
    void add(long position) {
        ends.add(position);
    }

    /** Whether a write ends in what stands from one position to before another. */
    boolean isIn(long from, long to) {
        Long next = ends.higher(from);
        return next != null && next <= to;
    }

    /** What ends behind this position ends there no more: it goes on. */
    void forgetAbove(long position) {
        ends.tailSet(position, false).clear();
    }

    /** Everything below the position is acknowledged. */
    void releaseBelow(long position) {
        ends.headSet(position, true).clear();
    }
}
