package org.ouzel.stack.link;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One way along a wire in memory: packets in the order in which they were put on it, no more than {@link #CAPACITY}. They lie in batches,
 * whose memory is used again and again.
 *
 * <p>Either a thread {@linkplain #await waits} for batches, or the lane has a taker, to whom those who have put packets on the lane
 * {@linkplain #handOn hand them on}: one thread at a time. One that comes meanwhile, be it from within the taker itself, goes its way, since
 * whoever is at it does not leave before the lane is empty. So packets keep their order, and nobody waits for anybody.
 *
 * <p><b>Threads.</b> Any thread may call anything. The taker is called without the lock.
 */
final class Lane {
    /** How many packets are on a lane at the most. */
    static final int CAPACITY = 1024;

    /** How many batches a thread hands on before another has to go on with it: it has come to do something of its own. */
    private static final int PATIENCE = 64;

    /** How many batches are kept that are not in use. */
    private static final int SPARES = 4;

    private final LinkCapabilities capabilities;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    // Guarded by the lock
    private final Deque<FrameBatch> full = new ArrayDeque<>(2);
    private final Deque<FrameBatch> spare = new ArrayDeque<>(SPARES);
    private @Nullable FrameBatch filling;
    private @Nullable Executor relief;
    private int packets;
    private boolean handing;
    private boolean closed;

    /** Written with the lock held. */
    private volatile @Nullable Consumer<FrameBatch> taker;

    Lane(LinkCapabilities capabilities) {
        this.capabilities = capabilities;
    }

    /** Puts a packet on the lane; false if it is lost. */
    boolean put(MemorySegment headers, List<MemorySegment> payload, int segmentSize) {
        lock.lock();
        try {
            if (closed || packets == CAPACITY) {
                return false;
            }
            FrameBatch into = filling;
            if (into == null) {
                into = spare.isEmpty() ? FrameBatch.of(capabilities) : spare.pop();
                filling = into;
            }
            into.gather(headers, payload, segmentSize, capabilities.checksums());
            packets++;
            if (into.isFull()) {
                full.add(into);
                filling = null;
            }
            if (taker == null) {
                arrived.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    // ---- With a taker

    /**
     * Packets go to the taker from now on.
     *
     * @param others runs what a thread leaves that has handed on enough
     */
    void handTo(Consumer<FrameBatch> to, Executor others) {
        lock.lock();
        try {
            taker = to;
            relief = others;
        } finally {
            lock.unlock();
        }
        handOn();
    }

    /** Hands on what is on the lane, if there is a taker and nobody is at it. */
    void handOn() {
        Consumer<FrameBatch> to = taker;
        if (to == null) {
            return;
        }
        FrameBatch batch = begin();
        boolean well = false;
        try {
            for (int handed = 0; batch != null && handed < PATIENCE; handed++) {
                to.accept(batch);
                batch = next(batch);
            }
            well = true;
        } finally {
            if (!well) {
                stop(batch);
            }
        }
        if (batch != null) {
            leave(batch);
        }
    }

    /** The first to hand on; null if there is none, or somebody is at it. */
    private @Nullable FrameBatch begin() {
        lock.lock();
        try {
            return handing ? null : next();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the one back that has been handed on, and gives the next; null if that was the last. */
    private @Nullable FrameBatch next(FrameBatch handed) {
        lock.lock();
        try {
            recycle(handed);
            return next();
        } finally {
            lock.unlock();
        }
    }

    /** The taker has failed at this one: the next who comes goes on behind it. */
    private void stop(@Nullable FrameBatch failed) {
        lock.lock();
        try {
            handing = false;
            if (failed != null) {
                recycle(failed);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Leaves the rest to others. */
    private void leave(FrameBatch first) {
        Executor others;
        lock.lock();
        try {
            full.addFirst(first);
            handing = false;
            others = relief;
        } finally {
            lock.unlock();
        }
        if (others != null) {
            others.execute(this::handOn);
        }
    }

    // ---- With a reader

    /**
     * Waits through interrupts for packets: they are none of a link's business.
     *
     * @return the oldest, lent until it is {@linkplain #giveBack given back}; null if there are none, because the time has passed or the
     *     lane is closed
     */
    @Nullable
    FrameBatch await(long timeoutNs) {
        boolean interrupted = false;
        lock.lock();
        try {
            long leftNs = timeoutNs;
            while (packets == 0 && !closed && leftNs > 0) {
                try {
                    leftNs = arrived.awaitNanos(leftNs);
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
            return poll();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void giveBack(FrameBatch read) {
        lock.lock();
        try {
            recycle(read);
        } finally {
            lock.unlock();
        }
    }

    // ---- The end

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** What is on the lane is lost, and what is put on it. */
    void close() {
        lock.lock();
        try {
            closed = true;
            for (FrameBatch lost = poll(); lost != null; lost = poll()) {
                recycle(lost);
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- With the lock held

    private @Nullable FrameBatch next() {
        FrameBatch next = poll();
        handing = next != null;
        return next;
    }

    private @Nullable FrameBatch poll() {
        FrameBatch oldest;
        if (full.isEmpty()) {
            oldest = filling;
            filling = null;
        } else {
            oldest = full.remove();
        }
        if (oldest != null) {
            oldest.arrivedAt(System.nanoTime());
        }
        return oldest;
    }

    private void recycle(FrameBatch batch) {
        packets -= batch.size();
        batch.clear();
        if (spare.size() < SPARES) {
            spare.push(batch);
        }
    }
}
