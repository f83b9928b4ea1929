package org.ouzel.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
    private final Deque<SimulatedProcess> ready = new ArrayDeque<>();
    private final List<SimulatedProcess> alive = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    /** Given by a process when it parks or ends. */
    private final Semaphore control = new Semaphore(0);

    /** Written by whoever has the turn; the semaphores order it. */
    private @Nullable SimulatedProcess running;

    /** A process. */
    final class SimulatedProcess {
        private final String name;
        private final Thread thread;
        private final Semaphore turn = new Semaphore(0);
        private boolean isReady;
        private boolean hasEnded;
        private long stalledUntil;
        private @Nullable Crash killedBy;

        private SimulatedProcess(String name, Program program) {
            this.name = name;
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
                control.release();
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
            control.release();
            turn.acquireUninterruptibly();
            requireAlive();
        }

        /** It is to go on when its turn comes. */
        void wake() {
            if (!isReady) {
                isReady = true;
                ready.add(this);
            }
        }

        /** It does not go on before that instant, whoever wakes it. */
        void stall(long until) {
            stalledUntil = Math.max(stalledUntil, until);
        }

        /** It ends at its next step: where it waits and wherever it would wait again, it finds the crash. */
        void kill(Crash crash) {
            killedBy = crash;
            stalledUntil = 0;
            wake();
        }

        boolean hasEnded() {
            return hasEnded;
        }
    }

    Processes(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Starts a process; it runs when its turn comes. */
    SimulatedProcess start(String name, Program program) {
        SimulatedProcess process = new SimulatedProcess(name, program);
        alive.add(process);
        process.thread.start();
        process.wake();
        return process;
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

    /** Lets processes run until none is ready; throws what one of them threw. */
    void runReady() {
        for (SimulatedProcess next = ready.poll(); next != null; next = ready.poll()) {
            if (next.stalledUntil > timeline.now()) {
                SimulatedProcess stalled = next;
                timeline.at(stalled.stalledUntil, () -> ready.add(stalled));
                continue;
            }
            running = next;
            next.turn.release();
            awaitControl(next);
            running = null;
        }
    }

    private void awaitControl(SimulatedProcess process) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (control.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    throw new SimulationStuck(
                            "process " + process.name + " has not given way for " + PATIENCE.toSeconds()
                                    + " s of real time: it computes for long, or waits outside of the simulation",
                            process.thread.getStackTrace());
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

    /** Ends all that still wait, so that nothing is left of them. */
    void end() {
        List.copyOf(alive).forEach(process -> process.kill(new Crash("the simulation has ended")));
        runReady();
    }
}
