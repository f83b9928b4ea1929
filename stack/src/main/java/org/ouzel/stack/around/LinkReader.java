package org.ouzel.stack.around;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.ouzel.stack.around.Surroundings.FrameSink;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;

/** Reads a link until it is closed: with a thread of its own, or with one of the user's that waits. */
final class LinkReader implements Reading {
    private static final System.Logger LOG = System.getLogger("org.ouzel.stack");

    /** After so long in which nothing has come a thread of the user's leaves the link, and can be interrupted. */
    private static final long SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Link link;
    private final FrameSink into;
    private final LockMonitor monitor;
    private final Surroundings surroundings;
    private final ReentrantLock lock;
    private final Thread thread;

    /** Used by whoever has the lead. */
    private final FrameBatch batch;

    private final Lead lead;

    /** What the link's own thread does beside, when it has nothing else in hand. */
    private final Errands errands;

    private volatile Optional<IOException> failure = Optional.empty();

    LinkReader(String name, Link link, FrameSink into, LockMonitor monitor, Surroundings surroundings) {
        this.link = link;
        this.into = into;
        this.monitor = monitor;
        this.surroundings = surroundings;
        this.lock = monitor.inner();
        this.batch = FrameBatch.of(link.capabilities());
        this.errands = new Errands(surroundings);
        this.lead = new Lead(lock, surroundings, link.waker().orElse(() -> {}));
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        lock.lock();
        try {
            while (lead.takeAsOwnThread()) {
                read(Long.MAX_VALUE);
                lead.leaveAsOwnThread(monitor.takeWoken());
                runErrands();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives up the lock meanwhile; the lead as well, so that others may read. */
    private void runErrands() {
        if (errands.isEmpty()) {
            return;
        }
        lock.unlock();
        try {
            errands.run();
        } finally {
            lock.lock();
        }
    }

    /** Takes a task if the calling thread is the link's own, and is about to have nothing else to do; false if it is not. */
    boolean takesErrand(String name, Runnable task) {
        return isOwnThread() && errands.take(name, task);
    }

    private boolean isOwnThread() {
        return Thread.currentThread().equals(thread);
    }

    /**
     * Reads the link instead of waiting, if nobody else does. The lock is held, and given up meanwhile.
     *
     * @return whether the gate has been opened
     */
    boolean readUntilOpened(LockGate gate, long deadline) {
        if (!isOwnThread()) {
            return leadUntilOpened(gate, deadline);
        }
        errands.leave();
        try {
            return leadUntilOpened(gate, deadline);
        } finally {
            errands.comeBack();
        }
    }

    private boolean leadUntilOpened(LockGate gate, long deadline) {
        if (!lead.take(gate)) {
            return false;
        }
        long before = gate.timesOpened();
        try {
            long silentUntil = surroundings.now() + SILENCE_NS;
            boolean goesOn = true;
            while (goesOn
                    && gate.timesOpened() == before
                    && !Thread.currentThread().isInterrupted()) {
                long waitNs = Math.min(silentUntil, deadline) - surroundings.now();
                goesOn = waitNs > 0 && read(waitNs);
                if (batch.size() > 0 || isOwnThread()) {
                    silentUntil = surroundings.now() + SILENCE_NS;
                }
            }
        } finally {
            lead.leave(gate.timesOpened() != before);
        }
        return gate.timesOpened() != before;
    }

    /** Until when a thread may wait at a gate before it asks again whether it is to read; no longer than until the deadline. */
    long asksAgainAt(long deadline) {
        // Nobody else takes over when those leave who read now.
        return isOwnThread() ? Math.min(deadline, surroundings.now() + Lead.LOOK_NS) : deadline;
    }

    /** Reads what is there, if nobody has for a while. The lock is not held. */
    void lookIn() {
        if (!lead.isNeglected()) {
            return;
        }
        lock.lock();
        try {
            if (lead.takeToLookIn()) {
                try {
                    read(0);
                } finally {
                    lead.leave(true);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Reads once, without the lock; returns whether there may be more to read. What goes wrong here is nothing to a thread of the user's. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but the number of wake-ups
    private boolean read(long timeoutNs) {
        // Those it has woken have something to say, or to wait for: what comes of that comes before what is waited for
        // here.
        boolean givesWay = monitor.takeWoken() && timeoutNs > 0;
        lock.unlock();
        boolean open = false;
        try {
            if (givesWay) {
                Thread.yield();
            }
            open = readAndCarry(timeoutNs);
        } catch (IOException failed) {
            fail(failed);
        } catch (RuntimeException | AssertionError fault) {
            fail(new IOException(fault));
        } finally {
            lock.lock();
            if (!open) {
                lead.end();
            }
        }
        return open;
    }

    private boolean readAndCarry(long timeoutNs) throws IOException {
        boolean open = link.read(batch, timeoutNs);
        if (open && batch.size() > 0) {
            into.frames(batch);
        }
        return open;
    }

    private void fail(IOException why) {
        failure = Optional.of(why);
        LOG.log(System.Logger.Level.ERROR, link.name() + " cannot be read any more", why);
    }

    /** Whether the thread that reads waits at a gate, and has had nothing there yet: now it has. The lock is held. */
    boolean takes(LockGate gate) {
        return lead.takes(gate);
    }

    /** A gate has been opened. The lock is held. */
    void onOpened(LockGate gate) {
        lead.onOpened(gate);
    }

    @Override
    public Optional<IOException> failure() {
        return failure;
    }

    @Override
    public void awaitEnd() {
        if (!isOwnThread()) {
            Joining.join(thread);
        }
    }
}
