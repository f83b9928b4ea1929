package org.ouzel.sim;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
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
    private final Foreground foreground;
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

    private int tasksNamed;

    /** A process. */
    final class SimulatedProcess {
        private final String name;
        private final Thread thread;
        private final Semaphore turn = new Semaphore(0);
        private final boolean isForeground;
        private boolean isReady;
        private boolean hasEnded;
        private long stalledUntil;
        private Timeline.@Nullable Event stallEnd;
        private @Nullable Crash killedBy;

        private SimulatedProcess(String name, Program program, boolean isForeground) {
            this.name = name;
            this.isForeground = isForeground;
            this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(program));
        }

        private void run(Program program) {
            turn.acquireUninterruptibly();
            try {
                requireAlive();
                program.run();
            } catch (Crash crash) {
                onCrash(crash);
            } catch (Throwable failure) {
                failures.add(failure);
            } finally {
                hasEnded = true;
                alive.remove(this);
                if (isForeground) {
                    foreground.leave();
                }
                handOver(next());
            }
        }

        /** The end of its machine is the end of it; that of another's, whose host it still used, is its own fault. */
        private void onCrash(Crash crash) {
            if (killedBy == null) {
                failures.add(crash);
            }
        }

        private void requireAlive() {
            if (killedBy != null) {
                throw killedBy;
            }
        }

        /** Gives way until somebody makes it {@linkplain #wake ready}; throws if it is to end instead. */
        void park() {
            requireAlive();
            isReady = false;
            SimulatedProcess next = next();
            if (next != this) {
                handOver(next);
                turn.acquireUninterruptibly();
            }
            requireAlive();
        }

        /** It is to go on when its turn comes. */
        void wake() {
            if (!isReady) {
                isReady = true;
                ready.add(this);
            }
        }

        /** Interrupts it, which ends its wait if it waits. For one that has not ended. */
        void interrupt() {
            thread.interrupt();
            wake();
        }

        /** It does not go on before that instant, whoever wakes it. */
        void stall(long until) {
            stalledUntil = Math.max(stalledUntil, until);
        }

        /** It ends at its next step: where it waits and wherever it would wait again, it finds the crash. */
        void kill(Crash crash) {
            killedBy = crash;
            stalledUntil = 0;
            if (stallEnd != null) {
                stallEnd.callOff();
                endStall();
            }
            wake();
        }

        /** It has its turn, which it was to have already; but not before its stall is over. */
        private void awaitStallEnd() {
            stallEnd = timeline.at(stalledUntil, this::endStall);
        }

        private void endStall() {
            stallEnd = null;
            ready.add(this);
        }

        boolean hasEnded() {
            return hasEnded;
        }
    }

    Processes(Timeline timeline) {
        this(timeline, PATIENCE);
    }

    Processes(Timeline timeline, Duration patience) {
        this.timeline = timeline;
        this.patience = patience;
        this.foreground = new Foreground(timeline);
    }

    /** Starts a process; it runs when its turn comes. */
    SimulatedProcess start(String name, Program program) {
        foreground.enter();
        return started(new SimulatedProcess(name, program, true));
    }

    /** Starts a process for whose sake nothing periodic goes on. */
    SimulatedProcess startInBackground(String name, Program program) {
        return started(new SimulatedProcess(name, program, false));
    }

    private SimulatedProcess started(SimulatedProcess process) {
        alive.add(process);
        process.thread.start();
        process.wake();
        return process;
    }

    /** A name for the next task of an executor. */
    String nextTaskName() {
        tasksNamed++;
        return "task-" + tasksNamed;
    }

    Foreground foreground() {
        return foreground;
    }

    /** Whether what is begun now belongs to the foreground: all but what a process of the background begins. */
    boolean isForeground() {
        return running == null || running.isForeground;
    }

    /** The process that calls; empty if it is an event, or no process at all. */
    Optional<SimulatedProcess> caller() {
        return Optional.ofNullable(running).filter(process -> process.thread.equals(Thread.currentThread()));
    }

    /** The process that runs now, which is the one that calls. */
    SimulatedProcess current() {
        return caller().orElseThrow(() ->
                new IllegalStateException("thread " + Thread.currentThread().getName()
                        + " is no process of the simulation, or not the one whose turn it is"));
    }

    /**
     * Waits on the timeline.
     *
     * @throws UncheckedIOException of an {@link InterruptedIOException} if the process is interrupted; its interrupt status
     *     stays set, as at a gate
     */
    void sleep(long durationNs) {
        SimulatedProcess process = current();
        if (!Thread.currentThread().isInterrupted()) {
            Timeline.Event end = timeline.after(Math.max(0, durationNs), process::wake);
            try {
                process.park();
            } finally {
                end.callOff();
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new UncheckedIOException(new InterruptedIOException("interrupted"));
        }
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
        SimulatedProcess next = pollReady();
        while (next == null && happens()) {
            next = pollReady();
        }
        running = next;
        steps.setRelease(steps.getPlain() + 1);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return next;
    }

    /** The first that is ready; those that are stalled are so when they are not any more. */
    private @Nullable SimulatedProcess pollReady() {
        SimulatedProcess next = ready.poll();
        while (next != null && next.stalledUntil > timeline.now()) {
            next.awaitStallEnd();
            next = ready.poll();
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

    /** Whether all that were started have ended. */
    boolean isEmpty() {
        return alive.isEmpty();
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

    /**
     * A process that waits in vain; empty if there is none. One of the background may be waiting for something periodic that
     * was held back when the foreground ended.
     */
    Optional<SimulationStuck> stuck() {
        return alive.stream()
                .filter(process -> process.isForeground || !foreground.isHolding())
                .findFirst()
                .map(process -> new SimulationStuck(
                        "process " + process.name + " waits, and nothing will happen any more"
                                + (timeline.next() == Long.MAX_VALUE ? "" : " within the time that a run may take"),
                        process.thread.getStackTrace()));
    }

    /** Ends all that still wait, so that nothing is left of them. */
    void end() {
        List.copyOf(alive).forEach(process -> process.kill(new Crash("the simulation has ended")));
        runReady();
    }
}
