package org.ouzel.stack.around;

import java.util.concurrent.locks.ReentrantLock;

/** A lock of java.util.concurrent, whose waiters may be virtual threads. */
final class LockMonitor implements Monitor {
    private final Surroundings surroundings;
    private final ReentrantLock lock = new ReentrantLock();

    LockMonitor(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void lock() {
        lock.lock();
    }

    @Override
    public void unlock() {
        lock.unlock();
    }

    @Override
    public Gate gate() {
        return new LockGate(lock, surroundings);
    }
}
