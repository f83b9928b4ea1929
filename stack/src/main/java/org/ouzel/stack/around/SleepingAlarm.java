package org.ouzel.stack.around;

import java.util.concurrent.locks.LockSupport;

/** A thread that sleeps until the time has come. A time that moves back costs nothing: it finds out when it wakes. */
final class SleepingAlarm implements Alarm {
    private final Surroundings surroundings;
    private final Runnable ring;
    private final Thread thread;

    /** When the thread wakes at the latest: lowered with the lock held, raised by the thread alone. */
    private volatile long wakesAt = Surroundings.NEVER;

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
        if (instant < wakesAt) {
            wakesAt = instant;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!ended) {
            long at = wakesAt;
            if (at == Surroundings.NEVER) {
                LockSupport.park(this);
            } else if (at > surroundings.now()) {
                LockSupport.parkNanos(this, at - surroundings.now());
            } else {
                // What is due next is set again by what is done now.
                wakesAt = Surroundings.NEVER;
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
