package org.ouzel.stack.around;

import java.lang.foreign.MemorySegment;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;

/** What a host has from outside, or each of its shards where it has several. Made for it, and ended with it. */
public interface Surroundings {
    /** A time that never comes. */
    long NEVER = Long.MAX_VALUE;

    /** The time, in nanoseconds since these surroundings began. */
    long now();

    /** When something happened that a link says happened at that time of its own. */
    long instantOf(long arrivedAtNs);

    /** 64 bits that nobody outside can guess. */
    long secret();

    /** Memory for packets and buffers, freed when nobody can reach it; fails with an {@link OutOfMemoryError}. */
    MemorySegment memory(long bytes);

    /** The lock of a host whose links are read here, and the gates at which its holders wait: who waits may read them. */
    Monitor monitor();

    /** A lock of its own, for one of many that have nothing to do with each other, and read no link. */
    Monitor separateMonitor();

    /** Something that calls back when a time has come. */
    Alarm alarm(Runnable ring);

    /** Carries what the link reads to the sink from now on, a batch at a time. */
    Reading read(Link link, FrameSink into);

    /** Runs a task of the user's on a thread of its own. */
    void start(String name, Runnable task);

    /**
     * Runs a task of the user's on the calling thread, if that is a link's own which reads it, as soon as it has nothing else in hand; on a
     * thread of its own otherwise.
     */
    default void startInPlace(String name, Runnable task) {
        start(name, task);
    }

    /** Runs the action some time after the object can no longer be reached, if at all; until then all is kept that it holds. */
    void afterCollection(Object of, Runnable action);

    /** Where packets go that a link has read. */
    @FunctionalInterface
    interface FrameSink {
        /** Packets have come; the batch is lent for the call. */
        void frames(FrameBatch batch);
    }
}
