package org.ouzel.os.kernel;

import java.util.concurrent.locks.LockSupport;
import org.ouzel.stack.around.Surroundings;

/**
 * A thread that is parked until the reactor, or another thread, wakes it. What a virtual thread does always: in a native call
 * that blocks it would hold on to its carrier, and a few of them would stop all the others.
 */
final class Parked implements Waiter {
    private final Thread thread = Thread.currentThread();
    private final int events;
    private volatile boolean woken;

    /**
     * The calling thread, before it waits.
     *
     * @param events what it waits for of the descriptor, as epoll has them
     */
    Parked(int events) {
        this.events = events;
    }

    /** Whether it waits for one of these. */
    boolean wants(int ready) {
        return (events & ready) != 0;
    }

    /** Waits until it is woken, its time has passed, or its thread is interrupted. */
    void park(Surroundings surroundings, long deadline) {
        while (!woken && !Thread.currentThread().isInterrupted()) {
            if (deadline == Surroundings.NEVER) {
                LockSupport.park(this);
            } else {
                long left = deadline - surroundings.now();
                if (left <= 0) {
                    return;
                }
                LockSupport.parkNanos(this, left);
            }
        }
    }

    boolean isWoken() {
        return woken;
    }

    @Override
    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }
}
