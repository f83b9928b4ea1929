package org.ouzel.drill.posix;

import java.util.Optional;

/** A call under way. */
interface Operation {
    /** When it ends at the latest, if it waits for ever. */
    long NEVER = Long.MAX_VALUE;

    /** Goes on as far as it can. One that must not wait, or whose time has passed, ends here. */
    Optional<Answer> attempt(long now) throws Failure;

    /** When it ends even if nothing has come. */
    default long deadline() {
        return NEVER;
    }

    /** What it stands in line for: of calls with equal lanes the one that came first goes on first. */
    default Object lane() {
        return this;
    }

    /** When something ends that begins now and takes so long at the most. */
    static long after(long now, long durationNs) {
        return durationNs > NEVER - now ? NEVER : now + durationNs;
    }
}
