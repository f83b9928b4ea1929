package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;

/** Gathers one payload after the other, which it lends: each until the next is begun. So no object is made for one. */
public final class Gathering {
    private final Payload payload = Payload.blank();

    /** Nothing is gathered. */
    public Gathering() {}

    /** Begins another payload. */
    public void begin() {
        payload.clear();
    }

    /**
     * Adds bytes behind the others.
     *
     * @param memory where they lie; it is lent too
     */
    public void add(MemorySegment memory, long offset, int count) {
        payload.add(memory, offset, count);
    }

    /** What has been gathered. */
    public Payload payload() {
        return payload;
    }
}
