package org.ouzel.core.tcp;

/** Points in time at which something is due, in nanoseconds since the node began. */
final class Deadline {
    /** Never. */
    static final long NONE = Long.MAX_VALUE;

    private Deadline() {}

    /** The time plus a duration that may be as long as for ever. */
    static long after(long now, long durationNs) {
        long at = now + durationNs;
        return at < now ? NONE : at;
    }
}
