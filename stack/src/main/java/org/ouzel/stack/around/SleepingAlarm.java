package org.ouzel.stack.around;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that sleeps until the time has come. A time that moves back costs nothing: the thread finds out when it wakes, and needs no lock
 * for that, which on a busy host others would have to wait for, a thousand times a second.
 */
final class SleepingAlarm implements Alarm {
    /** The thread looks before it sleeps again. */
    private static final long AWAKE = Long.MIN_VALUE;

    private final Surroundings surroundings;
    private final Runnable ring;
    private final Thread thread;

    /** When something is due. Written with the lock held. */
    private volatile long dueAt = Surroundings.NEVER;

    /**
     * When the thread looks again at the latest. Who brings the time forward writes that first and looks at this one then; the thread writes
     * this one first and looks at the time then: one of them sees the other. Who is to wake the thread says here that it is awake, so that
     * nobody else does so, too; it looks in any case before it sleeps.
     */
    private volatile long looksAt = AWAKE;

    private volatile boolean ended;

    SleepingAlarm(Surroundings surroundings, String name, Runnable ring) {
        this.surroundings = surroundings;
        this.ring = ring;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void set(long instant) {
        if (instant == dueAt) {
            return;
        }
        dueAt = instant;
        if (instant < looksAt) {
            looksAt = AWAKE;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!ended) {
            long due = dueAt;
            looksAt = due;
            if (dueAt < due) {
                continue;
            }
            if (due == Surroundings.NEVER) {
                LockSupport.park(this);
            } else if (due > surroundings.now()) {
                LockSupport.parkNanos(this, due - surroundings.now());
            } else {
                looksAt = AWAKE;
                ring.run();
            }
        }
    }

    @Override
    public void end() {
        ended = true;
        LockSupport.unpark(thread);
        Joining.join(thread);
    }
}
