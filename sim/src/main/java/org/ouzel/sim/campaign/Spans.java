package org.ouzel.sim.campaign;

import java.util.Map;
import java.util.TreeMap;

/** Which bytes of a stream have come, in whatever order. */
final class Spans {
    private final TreeMap<Long, Long> ahead = new TreeMap<>();
    private long contiguous;

    /** Some have come. */
    void add(long from, long end) {
        if (end <= contiguous) {
            return;
        }
        if (from <= contiguous) {
            contiguous = end;
        } else {
            ahead.merge(from, end, Math::max);
        }
        absorb();
    }

    private void absorb() {
        for (Map.Entry<Long, Long> next = ahead.firstEntry();
                next != null && next.getKey() <= contiguous;
                next = ahead.firstEntry()) {
            contiguous = Math.max(contiguous, next.getValue());
            ahead.pollFirstEntry();
        }
    }

    /** All before this have come. */
    long contiguous() {
        return contiguous;
    }

    /** Whether all of these have come. */
    boolean contains(long from, long end) {
        long covered = Math.max(from, contiguous);
        for (Map.Entry<Long, Long> span = ahead.floorEntry(covered);
                covered < end && span != null && span.getValue() > covered;
                span = ahead.floorEntry(covered)) {
            covered = span.getValue();
        }
        return covered >= end;
    }
}
