package org.ouzel.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.net.Timeline;

/**
 * The processes of a simulation: each on a virtual thread of its own, of which exactly one runs at a time, and none while an event
 * of the timeline happens. They take turns in the order in which they became ready, so that their code is deterministic too.
 */
final class Processes {
    /** How long a process may run in real time before it is said to wait for something outside. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Timeline timeline;
    private final Duration patience;
    private final Deque<SimulatedProcess> ready = new ArrayDeque<>();
    private final List<SimulatedProcess> alive = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    /** Given by whoever has the turn when nobody is to have it next. */
    private final Semaphore over = new Semaphore(0);

    /** Counts turns and events, so that {@link #awaitEnd} sees whether there still are any. */
    private final AtomicLong steps = new AtomicLong();

    // Used by whoever has the turn; the semaphores order it

    private long last;
    private @Nullable SimulatedProcess running;

    /** A process. */
    final class SimulatedProcess {
        private final String name;
        private final Thread thread;
        private final Semaphore turn = new Semaphore(0);
        private boolean isReady;

        private SimulatedProcess(String name, Program program) {
            this.name = name;
            this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(program));
        }

        private void run(Program program) {
            turn.acquireUninterruptibly();
            try {
                program.run();
            } catch (Throwable failure) {
                failures.add(failure);
            } finally {
                alive.remove(this);
                handOver(next());
            }
        }

        /** Gives way until somebody makes it {@linkplain #wake ready}. */
        void park() {
            isReady = false;
            SimulatedProcess next = next();
            if (next != this) {
                handOver(next);
                turn.acquireUninterruptibly();
            }
        }

        /** It is to go on when its turn comes. */
        void wake() {
            if (!isReady) {
                isReady = true;
                ready.add(this);
            }
        }

        String name() {
            return name;
        }
    }

    Processes(Timeline timeline) {
        this(timeline, PATIENCE);
    }

    Processes(Timeline timeline, Duration patience) {
        this.timeline = timeline;
        this.patience = patience;
    }

    /** Starts a process; it runs when its turn comes. */
    void start(String name, Program program) {
        SimulatedProcess process = new SimulatedProcess(name, program);
        alive.add(process);
        process.thread.start();
        process.wake();
    }

    /** The process that runs now, which is the one that calls. */
    SimulatedProcess current() {
        SimulatedProcess process = running;
        if (process == null || !Thread.currentThread().equals(process.thread)) {
            throw new IllegalStateException("thread " + Thread.currentThread().getName()
                    + " is no process of the simulation, or not the one whose turn it is");
        }
        return process;
    }

    /** Waits on the timeline. */
    void sleep(long durationNs) {
        SimulatedProcess process = current();
        long until = timeline.now() + Math.max(0, durationNs);
        timeline.at(until, process::wake);
        process.park();
    }

    /** Lets processes run until none is ready. */
    void runReady() {
        runUntil(Long.MIN_VALUE);
    }

    /** Lets processes run and events happen, until none is left up to an instant or something has failed. */
    void runUntil(long instant) {
        last = instant;
        SimulatedProcess first = next();
        if (first != null) {
            first.turn.release();
            awaitEnd();
        }
    }

    /**
     * Who is to have the turn next; null if that is nobody. Whoever gives it up lets the events happen that come before: no
     * thread need be woken for them, nor for its own turn. That it was interrupted is nothing to them.
     */
    private @Nullable SimulatedProcess next() {
        boolean interrupted = Thread.interrupted();
        running = null;
        SimulatedProcess next = ready.poll();
        while (next == null && happens()) {
            next = ready.poll();
        }
        running = next;
        steps.setRelease(steps.getPlain() + 1);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return next;
    }

    /** Lets the next event happen, if there is to be one. */
    private boolean happens() {
        if (!failures.isEmpty() || timeline.next() > last) {
            return false;
        }
        steps.setRelease(steps.getPlain() + 1);
        try {
            return timeline.step();
        } catch (Throwable failure) {
            failures.add(failure);
            return true;
        }
    }

    private void handOver(@Nullable SimulatedProcess next) {
        (next == null ? over : next.turn).release();
    }

    /** Watches, on a thread that has no other part in it, that processes give way. */
    private void awaitEnd() {
        boolean interrupted = false;
        long before = steps.getAcquire();
        try {
            while (true) {
                try {
                    if (over.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    long now = steps.getAcquire();
                    if (now == before) {
                        throw unyielding();
                    }
                    before = now;
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private SimulationStuck unyielding() {
        SimulatedProcess process = running;
        String who = process == null ? "an event" : "process " + process.name;
        return new SimulationStuck(
                who + " has not given way for " + patience.toSeconds()
                        + " s of real time: it computes for long, or waits outside of the simulation",
                process == null ? new StackTraceElement[0] : process.thread.getStackTrace());
    }

    /** What the first process that failed threw. */
    Optional<Throwable> failure() {
        return failures.stream().findFirst();
    }

    /** A process that waits; empty if all have ended. */
    Optional<SimulationStuck> stuck() {
        return alive.stream()
                .findFirst()
                .map(process -> new SimulationStuck(
                        "process " + process.name + " waits, and nothing will happen any more",
                        process.thread.getStackTrace()));
    }

    boolean isAnyAlive() {
        return !alive.isEmpty();
    }
}
