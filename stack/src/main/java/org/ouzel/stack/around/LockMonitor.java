package org.ouzel.stack.around;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock of java.util.concurrent, whose waiters may be virtual threads.
 *
 * <p>Who comes while it is free takes it, though others wait: they may take long to wake, and a lock that is handed on in turn does
 * nothing meanwhile. But nobody is overtaken for ever. A virtual thread that a platform thread has woken, such as the alarm, waits until a
 * carrier has none of those left that its own virtual threads have woken. As long as these go on to take the lock that may be never, and
 * behind that thread all others would wait, the alarm with all that it has to send again.
 */
final class LockMonitor implements Monitor {
    /** A millisecond at the most, where many have little to do each. With 64 there were 6 % fewer connections in a second in memory. */
    private static final int MOST_OVERTAKES = 1000;

    private final Surroundings surroundings;

    /** How often those who wait for the lock may be overtaken before one of them has it; by two who come at once, once more. */
    private final int mostOvertakes;

    /** Handed on in turn to those who {@linkplain ReentrantLock#lock wait}; {@link ReentrantLock#tryLock} overtakes them. */
    private final ReentrantLock lock = new ReentrantLock(true);

    /** How often those who wait have been overtaken since one of them had the lock. Written with the lock held. */
    private volatile int overtakes;

    /** The link that those who wait may read; null if there is none, or more than one. Written with the lock held. */
    private volatile @Nullable LinkReader reader;

    // Guarded by the lock
    private boolean hasLink;

    /** Whether threads of the same program hand packets over, as with a link in memory. */
    private boolean isHanded;

    /** Whether a gate has been opened at which a platform thread waits. */
    private boolean woken;

    LockMonitor(Surroundings surroundings) {
        this(surroundings, MOST_OVERTAKES);
    }

    /** The same, in which those who wait are overtaken so often at the most. */
    LockMonitor(Surroundings surroundings, int mostOvertakes) {
        this.surroundings = surroundings;
        this.mostOvertakes = mostOvertakes;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // with the lock held
    public void lock() {
        if (overtakes >= mostOvertakes || !lock.tryLock()) {
            lock.lock();
            onTurn();
        } else if (lock.hasQueuedThreads() && isHeldOnce()) {
            overtakes++;
        }
    }

    /** One of those who waited has the lock, and may have waited for it at a gate. */
    void onTurn() {
        if (overtakes > 0 && isHeldOnce()) {
            overtakes = 0;
        }
    }

    /** Whether giving it up once lets others have it. */
    boolean isHeldOnce() {
        return lock.getHoldCount() == 1;
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

    Condition newCondition() {
        return lock.newCondition();
    }

    /** Whether somebody waits for the lock. */
    boolean hasQueuedThreads() {
        return lock.hasQueuedThreads();
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
     * Whether others may {@linkplain #letOthersRun run} before the calling thread waits: if that is a virtual one, and packets are handed
     * over and no link is read. Then what it waits for comes from a thread of the same program, often from one that it has just woken and
     * that runs as soon as this one gives way. Who need not wait need not be woken either, which costs more.
     */
    boolean mayLetOthersRun() {
        return isHanded && !hasLink && Thread.currentThread().isVirtual() && isHeldOnce();
    }

    /** Gives up the lock for as long as others run that can. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but the number of wake-ups
    void letOthersRun() {
        lock.unlock();
        try {
            Thread.yield();
        } finally {
            lock();
        }
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

    /** Whether a platform thread was woken since this was last asked, which may read. */
    boolean takeWoken() {
        boolean was = woken && reader != null;
        woken = false;
        return was;
    }
}
