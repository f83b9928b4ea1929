package org.ouzel.stack;

import java.util.concurrent.locks.LockSupport;

/**
 * Wakes a shard when its earliest deadline has come: one thread that sleeps until then. A deadline that moves back costs
 * nothing; it finds out when it wakes.
 */
final class Alarm {
    private final Shard shard;
    private final Thread thread;

    /** When the thread will wake at the latest. Written with the shard's lock held. */
    private volatile long wakesAt = Shard.NEVER;

    private volatile boolean ended;

    Alarm(Shard shard, String name) {
        this.shard = shard;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The earliest deadline is this one now. The shard's lock is held. */
    void set(long deadline) {
        if (deadline < wakesAt) {
            wakesAt = deadline;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!ended) {
            long at = wakesAt;
            if (at == Shard.NEVER) {
                LockSupport.park(this);
            } else if (at > shard.now()) {
                LockSupport.parkNanos(this, at - shard.now());
            } else {
                shard.onTimer();
            }
        }
    }

    /** The shard has acted on its deadlines; this is the next one. The shard's lock is held. */
    void reset(long deadline) {
        wakesAt = deadline;
    }

    /** Ends the thread. */
    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    /** The thread, for whoever waits for its end. */
    Thread thread() {
        return thread;
    }
}
