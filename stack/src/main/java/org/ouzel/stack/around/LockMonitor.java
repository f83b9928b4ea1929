package org.ouzel.stack.around;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A lock of java.util.concurrent, whose waiters may be virtual threads. */
final class LockMonitor implements Monitor {
    private final Surroundings surroundings;
    private final ReentrantLock lock = new ReentrantLock();

    /** The link that those who wait may read; null if there is none, or more than one. Written with the lock held. */
    private volatile @Nullable LinkReader reader;

    // Guarded by the lock
    private boolean hasLink;

    /** Whether threads of the same program hand packets over, as with a link in memory. */
    private boolean isHanded;

    /** Whether a gate has been opened at which a platform thread waits. */
    private boolean woken;

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
        return new LockGate(this, surroundings);
    }

    @Override
    public void lookIn() {
        LinkReader shared = reader;
        if (shared != null) {
            shared.lookIn();
        }
    }

    /** Leaves a task to the calling thread, if that reads the link and is about to have nothing else to do. */
    boolean leaves(String name, Runnable task) {
        LinkReader shared = reader;
        return shared != null && shared.takesErrand(name, task);
    }

    ReentrantLock inner() {
        return lock;
    }

    /** Packets of a link are handed over from now on, and not read. */
    void onHandedLink() {
        lock.lock();
        try {
            isHanded = true;
        } finally {
            lock.unlock();
        }
    }

    /** A link is read from now on. Where there are several, a thread that waits cannot know which to read. */
    void onLink(LinkReader reading, boolean mayBeShared) {
        lock.lock();
        try {
            reader = hasLink || !mayBeShared ? null : reading;
            hasLink = true;
        } finally {
            lock.unlock();
        }
    }

    // ---- With the lock held

    /** Reads the link instead of waiting at a gate, if that can be done; returns whether the gate has been opened. */
    boolean readUntilOpened(LockGate gate, long deadline) {
        LinkReader shared = reader;
        return shared != null && shared.readUntilOpened(gate, deadline);
    }

    /**
     * Lets others run once before a virtual thread waits at a gate, where packets are handed over and no link is read: then what it waits for comes from a thread of
     * the same program, often from one that it has just woken and that runs as soon as this one gives way. Who need not wait need not be
     * woken either, which costs more.
     *
     * @return whether the gate has been opened
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but the number of wake-ups
    boolean letOthersRun(LockGate gate) {
        if (!isHanded || hasLink || !Thread.currentThread().isVirtual() || lock.getHoldCount() > 1) {
            return false;
        }
        long before = gate.timesOpened();
        lock.unlock();
        try {
            Thread.yield();
        } finally {
            lock.lock();
        }
        return gate.timesOpened() != before;
    }

    /**
     * A gate has been opened.
     *
     * @param wakes whether a platform thread waits there
     */
    void onOpened(LockGate gate, boolean wakes) {
        onWoken(wakes);
        LinkReader shared = reader;
        if (shared != null) {
            shared.onOpened(gate);
        }
    }

    /** Whether the thread that reads the link waits at a gate, too, and takes what is there for one. */
    boolean leaderTakes(LockGate gate) {
        LinkReader shared = reader;
        return shared != null && shared.takes(gate);
    }

    /** Somebody has been woken, who may be a platform thread. */
    void onWoken(boolean mayLead) {
        woken |= mayLead;
    }

    /** Whether a platform thread was woken since this was last asked. */
    boolean takeWoken() {
        boolean was = woken;
        woken = false;
        return was;
    }
}
