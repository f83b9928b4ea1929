package org.ouzel.stack.around;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.ouzel.stack.around.Surroundings.FrameSink;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;

/**
 * Reads a link until it is closed: with a thread of its own, or with one of the user's that waits. The former may be told to run something
 * of the user's beside, and if it does not come back from that soon, another has its place.
 */
final class LinkReader implements Reading {
    private static final System.Logger LOG = System.getLogger("org.ouzel.stack");

    /** After so long in which nothing has come a thread of the user's leaves the link, and can be interrupted. */
    private static final long SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** So long its own thread may be about something of the user's, or twice that, before another has its place. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Intake intake;
    private final LockMonitor monitor;
    private final Surroundings surroundings;

    /** How long it looks again and again before it waits. */
    private final long busyPollNs;

    /** Used by whoever has the lead. */
    private final FrameBatch batch;

    private final Lead lead;
    private final Relief relief;

    /** The link's own thread; what was before is not any more. Written with the lock held. */
    private volatile @Nullable Own own;

    // Guarded by the lock
    private final Condition over;
    private boolean isOver;

    private volatile Optional<IOException> failure = Optional.empty();

    /**
     * A thread that is the link's own.
     *
     * @param errands what it does beside, when it has nothing else in hand
     */
    private record Own(Thread thread, Errands errands) {
        private boolean isCurrent() {
            return Thread.currentThread().equals(thread);
        }
    }

    /**
     * What is read, and where it goes.
     *
     * @param name what the link's own thread is called
     */
    record Intake(String name, Link link, FrameSink into) {
        private boolean read(FrameBatch batch, long timeoutNs) throws IOException {
            return link.read(batch, timeoutNs);
        }
    }

    /**
     * A reader that has yet to start.
     *
     * @param busyPollNs how long whoever reads looks again and again before he waits at the link
     */
    LinkReader(Intake intake, LockMonitor monitor, Surroundings surroundings, long busyPollNs) {
        this.intake = intake;
        this.monitor = monitor;
        this.surroundings = surroundings;
        this.over = monitor.newCondition();
        this.busyPollNs = busyPollNs;
        this.batch = FrameBatch.of(intake.link().capabilities());
        this.lead = new Lead(monitor, surroundings, intake.link().waker().orElse(() -> {}));
        this.relief = new Relief(intake.name() + " relief", PATIENCE_NS, this::takePlace);
    }

    void start() {
        monitor.lock();
        try {
            startOwn();
        } finally {
            monitor.unlock();
        }
    }

    private void startOwn() {
        Errands errands = new Errands(surroundings);
        Thread thread = Thread.ofPlatform().daemon().name(intake.name()).unstarted(() -> run(errands));
        thread.start();
        // It waits for the lock, and finds itself here then.
        own = new Own(thread, errands);
    }

    private void run(Errands errands) {
        monitor.lock();
        try {
            while (isOwnThread() && lead.takeAsOwnThread()) {
                readSomething();
                lead.leaveAsOwnThread(monitor.takeWoken());
                if (!errands.isEmpty()) {
                    runWithReliefInCase(errands);
                }
            }
        } finally {
            if (isOwnThread()) {
                lead.end();
                relief.end();
                isOver = true;
                over.signalAll();
            }
            monitor.unlock();
            errands.leave();
        }
    }

    /** A leader may be woken though he has seen for himself why: that wake-up is left to the next who waits, and he reads on. */
    private void readSomething() {
        boolean open = read(Long.MAX_VALUE);
        while (open && batch.size() == 0) {
            open = read(Long.MAX_VALUE);
        }
    }

    /** Gives up the lock meanwhile; the lead was given up before, so that others may read. */
    private void runWithReliefInCase(Errands errands) {
        boolean lookedAfter = relief.onGone();
        monitor.unlock();
        try {
            if (lookedAfter) {
                errands.run();
            } else {
                errands.leave();
                errands.comeBack();
            }
        } finally {
            monitor.lock();
            if (isOwnThread()) {
                relief.onBack();
            }
        }
    }

    /** The link's own thread, gone since that step, does not come back: it is not that any more. */
    private void takePlace(long step) {
        monitor.lock();
        try {
            Own gone = own;
            if (relief.isAt(step) && gone != null) {
                startOwn();
                relief.onBack();
                gone.errands().leave();
            }
        } finally {
            monitor.unlock();
        }
    }

    /** Takes a task if the calling thread is the link's own, and is about to have nothing else to do; false if it is not. */
    boolean takesErrand(String task, Runnable action) {
        Own self = own;
        return self != null && self.isCurrent() && self.errands().take(task, action);
    }

    private boolean isOwnThread() {
        Own self = own;
        return self != null && self.isCurrent();
    }

    /**
     * Reads the link instead of waiting, if nobody else does. The lock is held, and given up meanwhile.
     *
     * @return whether the gate has been opened
     */
    boolean readUntilOpened(LockGate gate, long deadline) {
        Own self = own;
        if (self == null || !self.isCurrent()) {
            return leadUntilOpened(gate, deadline);
        }
        self.errands().leave();
        try {
            return leadUntilOpened(gate, deadline);
        } finally {
            self.errands().comeBack();
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
                if (batch.size() > 0) {
                    silentUntil = surroundings.now() + SILENCE_NS;
                }
            }
        } finally {
            lead.leave(gate.timesOpened() != before);
        }
        return gate.timesOpened() != before;
    }

    /** Reads what is there, if nobody has for a while. The lock is not held. */
    void lookIn() {
        if (!lead.isNeglected()) {
            return;
        }
        monitor.lock();
        try {
            if (lead.takeToLookIn()) {
                try {
                    read(0);
                } finally {
                    lead.leave(true);
                }
            }
        } finally {
            monitor.unlock();
        }
    }

    /** Reads once, without the lock; returns whether there may be more to read. What goes wrong here is nothing to a thread of the user's. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but the number of wake-ups
    private boolean read(long timeoutNs) {
        // Those it has woken have something to say, or to wait for: what comes of that comes before what is waited for
        // here.
        boolean givesWay = monitor.takeWoken() && timeoutNs > 0;
        monitor.unlock();
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
            monitor.lock();
            if (!open) {
                lead.end();
            }
        }
        return open;
    }

    private boolean readAndCarry(long timeoutNs) throws IOException {
        long pollNs = Math.min(busyPollNs, timeoutNs);
        boolean open = pollNs > 0 ? pollAndRead(pollNs, timeoutNs) : intake.read(batch, timeoutNs);
        if (open && batch.size() > 0) {
            intake.into().frames(batch);
        }
        return open;
    }

    /** Looks again and again for a while, and waits for the rest of the time unless the leader has been served meanwhile. */
    private boolean pollAndRead(long pollNs, long timeoutNs) throws IOException {
        long began = surroundings.now();
        boolean open = poll(began + pollNs);
        if (!open || batch.size() > 0 || lead.isServed() || !lead.stopPolling()) {
            return open;
        }
        long passedNs = surroundings.now() - began;
        return intake.read(batch, timeoutNs == Long.MAX_VALUE ? timeoutNs : Math.max(0, timeoutNs - passedNs));
    }

    /** Looks until there is something, or the leader has been served, or the time has come. */
    private boolean poll(long until) throws IOException {
        lead.startPolling();
        boolean open = intake.read(batch, 0);
        while (open && batch.size() == 0 && !lead.isServed() && surroundings.now() < until) {
            Thread.onSpinWait();
            open = intake.read(batch, 0);
        }
        return open;
    }

    private void fail(IOException why) {
        failure = Optional.of(why);
        LOG.log(System.Logger.Level.ERROR, intake.link().name() + " cannot be read any more", why);
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
        monitor.lock();
        try {
            while (!isOver) {
                over.awaitUninterruptibly();
            }
        } finally {
            monitor.unlock();
        }
    }
}
