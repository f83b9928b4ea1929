package org.ouzel.core.tcp;

import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where the user's writes, and bursts, end in what is not yet acknowledged: segments that hold such a place have PSH. */
final class WriteMarks {
    /** Null while there is none. */
    private @Nullable NavigableSet<Long> ends;

    /** A write ends before this position. */
    void add(long position) {
        NavigableSet<Long> all = ends == null ? new TreeSet<>() : ends;
        all.add(position);
        ends = all;
    }

    /** Where the next write ends behind a position; {@link Long#MAX_VALUE} if none does. */
    long next(long from) {
        Long next = ends == null ? null : ends.higher(from);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** What ends behind this position ends there no more: it goes on. */
    void forgetAbove(long position) {
        if (ends != null) {
            ends.tailSet(position, false).clear();
            forgetIfEmpty(ends);
        }
    }

    /** Everything below the position is acknowledged. */
    void releaseBelow(long position) {
        while (ends != null && ends.first() <= position) {
            ends.pollFirst();
            forgetIfEmpty(ends);
        }
    }

    private void forgetIfEmpty(NavigableSet<Long> all) {
        ends = all.isEmpty() ? null : all;
    }

    boolean isEmpty() {
        return ends == null;
    }
}
