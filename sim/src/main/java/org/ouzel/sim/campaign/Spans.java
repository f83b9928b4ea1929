package org.ouzel.sim.campaign;

import java.util.Map;
import java.util.TreeMap;

/** Which bytes of a stream have come, in whatever order. */
final class Spans {
    /** What is beyond what is contiguous: where each span begins and ends, no two of them touching. */
    private final TreeMap<Long, Long> ahead = new TreeMap<>();

    private long contiguous;

    /** Some have come. */
    void add(long from, long end) {
        if (end <= contiguous) {
            return;
        }
        long begin = beginOfSpanAt(from);
        long reach = end;
        for (Map.Entry<Long, Long> next = ahead.ceilingEntry(begin);
                next != null && next.getKey() <= reach;
                next = ahead.ceilingEntry(begin)) {
            reach = Math.max(reach, next.getValue());
            ahead.remove(next.getKey());
        }
        if (begin <= contiguous) {
            contiguous = reach;
        } else {
            ahead.put(begin, reach);
        }
    }

    private long beginOfSpanAt(long position) {
        Map.Entry<Long, Long> span = ahead.floorEntry(position);
        return span != null && span.getValue() >= position ? span.getKey() : position;
    }

    /** All before this have come. */
    long contiguous() {
        return contiguous;
    }

    /** Whether all of these have come. */
    boolean contains(long from, long end) {
        if (end <= Math.max(from, contiguous)) {
            return true;
        }
        Map.Entry<Long, Long> span = ahead.floorEntry(from);
        return span != null && span.getValue() >= end;
    }
}
