package org.ouzel.stack.around;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a link, leader and followers: its own thread, or a platform thread of the user's that waits at a gate. What such a thread waits
 * for comes to it at once, and not by way of another that has to wake it. Nobody reads while the user's thread is at something else; if
 * that is for longer than a moment, the link's own thread takes over.
 *
 * <p>All of it is guarded by the host's lock.
 */
final class Lead {
    /** So long a link is left alone in the hope that whoever is to read it next comes by himself. */
    private static final long GRACE_NS = TimeUnit.MICROSECONDS.toNanos(250);

    private final ReentrantLock lock;
    private final Surroundings surroundings;
    private final Runnable waker;

    /** Where the link's own thread waits. */
    private final LockGate moved;

    private @Nullable Thread leader;

    /** The gate at which the leader waits; null for the link's own thread. */
    private @Nullable LockGate at;

    /** Whether that gate has been opened since. */
    private boolean served;

    /** When the link's own thread takes over. */
    private long freeAt;

    private boolean ended;

    /**
     * A link that nobody reads yet.
     *
     * @param moved where the link's own thread waits
     * @param waker makes a read of the link that waits return
     */
    Lead(ReentrantLock lock, Surroundings surroundings, LockGate moved, Runnable waker) {
        this.lock = lock;
        this.surroundings = surroundings;
        this.moved = moved;
        this.waker = waker;
        this.freeAt = surroundings.now();
    }

    // ---- For the link's own thread

    /** Waits until nobody else reads. Returns false when nobody is to read any more. */
    boolean takeAsOwnThread() {
        while (!ended) {
            long now = surroundings.now();
            if (leader == null && freeAt <= now) {
                leader = Thread.currentThread();
                return true;
            }
            awaitMove(leader == null ? freeAt : now + GRACE_NS);
        }
        return false;
    }

    /** An interrupt means nothing to a thread that serves all others. */
    private void awaitMove(long until) {
        try {
            moved.await(until);
        } catch (InterruptedIOException interrupt) {
            Thread.interrupted();
        }
    }

    /**
     * The link's own thread reads no more for now.
     *
     * @param wokeSomebody whether a thread goes on that may take the lead
     */
    void leaveAsOwnThread(boolean wokeSomebody) {
        leader = null;
        freeAt = surroundings.now() + (wokeSomebody ? GRACE_NS : 0);
    }

    // ---- For threads of the user's

    /** Takes the lead for a thread that waits at a gate; false if somebody has it, or it is not for such a thread. */
    boolean take(LockGate gate) {
        Thread self = Thread.currentThread();
        if (leader != null || ended || self.isVirtual() || lock.getHoldCount() != 1) {
            return false;
        }
        leader = self;
        at = gate;
        served = false;
        return true;
    }

    /**
     * A thread of the user's reads no more.
     *
     * @param returns whether it is likely to come back soon
     */
    void leave(boolean returns) {
        leader = null;
        at = null;
        freeAt = surroundings.now() + (returns ? GRACE_NS : 0);
        if (!returns) {
            moved.open();
        }
    }

    /** A gate has been opened: if the leader waits there, and did not open it himself, he has to be told. */
    void onOpened(LockGate gate) {
        if (at == gate) {
            served = true;
            tellLeader();
        }
    }

    private void tellLeader() {
        if (!Thread.currentThread().equals(leader)) {
            waker.run();
        }
    }

    /** Whether the leader waits at a gate, and has had nothing there yet: now it has. */
    boolean takes(LockGate gate) {
        if (at != gate || served) {
            return false;
        }
        served = true;
        tellLeader();
        return true;
    }

    /** Nobody is to read any more. */
    void end() {
        ended = true;
        moved.open();
    }
}
