package org.ouzel.stack.around;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a link, leader and followers: its own thread, or a platform thread of the user's that waits at a gate. What such a thread waits
 * for comes to it at once, and not by way of another that has to wake it. Nobody reads while the user's thread is at something else; if
 * that is for longer than a moment, the link's own thread takes over.
 *
 * <p>All of it is guarded by the host's lock, but for whether the leader polls, which he tells without it. Who leads, since when nobody does,
 * whether anybody may and whether the leader was served are also read without it, by the link's own thread, by those who come by and by the
 * leader: a look at them, many a second, is not to hold up those who have something to do.
 */
final class Lead {
    /** So long a link is left alone in the hope that whoever is to read it next comes by himself. */
    private static final long GRACE_NS = TimeUnit.MICROSECONDS.toNanos(250);

    /** After so long in which nobody has read a thread that is about to do something else does. */
    private static final long NEGLECT_NS = TimeUnit.MICROSECONDS.toNanos(50);

    /** So long after one of the user's threads has read it is likely to come back, whatever it is at. */
    private static final long RECENT_NS = TimeUnit.MILLISECONDS.toNanos(2);

    /** So often the link's own thread looks whether it is left alone, while somebody leads. */
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final LockMonitor monitor;
    private final Surroundings surroundings;
    private final Runnable waker;

    /** The link's own thread, once it has come. */
    private volatile @Nullable Thread own;

    private volatile @Nullable Thread leader;

    /** The gate at which the leader waits; null for the link's own thread. */
    private @Nullable LockGate at;

    /** Whether that gate has been opened since. Written with the lock held. */
    private volatile boolean served;

    /** Whether the leader looks himself whether he has been served, before he waits anywhere: then nobody need tell him. */
    private volatile boolean polls;

    /** When the link's own thread takes over. */
    private volatile long freeAt;

    /** When somebody has read last. */
    private volatile long leftAt;

    /** When a platform thread of the user's came by last, which might read. */
    private volatile long usersAt;

    private volatile boolean ended;

    /**
     * A link that nobody reads yet.
     *
     * @param waker makes a read of the link that waits return
     */
    Lead(LockMonitor monitor, Surroundings surroundings, Runnable waker) {
        this.monitor = monitor;
        this.surroundings = surroundings;
        this.waker = waker;
        this.freeAt = surroundings.now();
        this.leftAt = freeAt;
        this.usersAt = freeAt - RECENT_NS;
    }

    // ---- For the link's own thread

    /** Waits until nobody else reads, and gives up the lock meanwhile. Returns false when nobody is to read any more. */
    boolean takeAsOwnThread() {
        own = Thread.currentThread();
        while (!ended && heldNs() > 0) {
            monitor.unlock();
            try {
                awaitFree();
            } finally {
                monitor.lock();
            }
        }
        if (!ended) {
            lead(own);
        }
        return !ended;
    }

    /** An interrupt means nothing to a thread that serves all others. */
    private void awaitFree() {
        for (long heldNs = heldNs(); heldNs > 0 && !ended; heldNs = heldNs()) {
            LockSupport.parkNanos(this, heldNs);
            Thread.interrupted();
        }
    }

    /** When the link's own thread looks again, for it is not free, as far as is known now; 0 or less if it is. */
    private long heldNs() {
        long now = surroundings.now();
        long heldNs = leader == null ? freeAt - now : LOOK_NS;
        return heldNs > 0 && now - usersAt < RECENT_NS ? LOOK_NS : heldNs;
    }

    /**
     * The link's own thread reads no more for now.
     *
     * @param wokeSomebody whether a thread goes on that may take the lead
     */
    void leaveAsOwnThread(boolean wokeSomebody) {
        long now = surroundings.now();
        leftAt = now;
        freeAt = now + (wokeSomebody || now - usersAt < RECENT_NS ? GRACE_NS : 0);
        leader = null;
    }

    private void lead(@Nullable Thread taking) {
        leader = taking;
        served = false;
        polls = false;
    }

    // ---- For whoever leads, without the lock

    /** The leader looks again and again from now on. */
    void startPolling() {
        polls = true;
    }

    /**
     * The leader is about to wait where only the waker reaches him; returns false if he has been served, and is not to wait. Who serves him
     * afterwards sees that he does not poll.
     */
    boolean stopPolling() {
        polls = false;
        return !served;
    }

    /** Whether the gate at which the leader waits has been opened since he took the lead. */
    boolean isServed() {
        return served;
    }

    // ---- For threads of the user's

    /** Takes the lead for a thread that waits at a gate; false if somebody has it, or it is not for such a thread. */
    boolean take(LockGate gate) {
        Thread self = Thread.currentThread();
        if (leader != null || ended || self.isVirtual() || !monitor.isHeldOnce()) {
            return false;
        }
        lead(self);
        if (!self.equals(own)) {
            usersAt = surroundings.now();
        }
        at = gate;
        return true;
    }

    /**
     * A thread of the user's comes by, without the lock; returns whether it is to look in: nobody reads, nor has for a while. It is not for
     * a virtual one, which could be put aside while it leads, nor for the link's own, which is about to read.
     */
    boolean isNeglected() {
        Thread self = Thread.currentThread();
        if (self.isVirtual() || self.equals(own)) {
            return false;
        }
        long now = surroundings.now();
        usersAt = now;
        return leader == null && now - leftAt > NEGLECT_NS;
    }

    /** Takes the lead for a thread that waits for nothing; false if somebody has it, or nobody is to read. */
    boolean takeToLookIn() {
        if (leader != null || ended || !monitor.isHeldOnce()) {
            return false;
        }
        lead(Thread.currentThread());
        return true;
    }

    /**
     * A thread that waited at a gate, or has looked in, reads no more.
     *
     * @param returns whether it is likely to come back soon
     */
    void leave(boolean returns) {
        boolean isOwn = Thread.currentThread().equals(own);
        at = null;
        leftAt = surroundings.now();
        freeAt = leftAt + (returns && !isOwn ? GRACE_NS : 0);
        leader = null;
        if (!returns && !isOwn) {
            LockSupport.unpark(own);
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
        if (!polls && !Thread.currentThread().equals(leader)) {
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
        LockSupport.unpark(own);
    }
}
