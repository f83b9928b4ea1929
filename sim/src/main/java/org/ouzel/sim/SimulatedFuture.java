package org.ouzel.sim;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.Processes.SimulatedProcess;
import org.ouzel.sim.net.Timeline;

/** A task and what becomes of it: {@link java.util.concurrent.FutureTask}, but who waits for it gives way to other processes. */
final class SimulatedFuture<V extends @Nullable Object> implements RunnableFuture<V> {
    private final Timeline timeline;
    private final Processes processes;
    private final Callable<V> body;
    private final Latch done;
    private @Nullable Outcome<V> outcome;

    /** The process that runs the body now, to be interrupted by a cancel. */
    private Optional<SimulatedProcess> runner = Optional.empty();

    SimulatedFuture(Timeline timeline, Processes processes, Callable<V> body) {
        this.timeline = timeline;
        this.processes = processes;
        this.body = body;
        this.done = new Latch(timeline, processes);
    }

    @Override
    public void run() {
        if (isToRun()) {
            complete(called());
        }
    }

    /**
     * Runs the body without completing, unless it throws.
     *
     * @return whether it may run again
     */
    boolean runAndReset() {
        if (!isToRun()) {
            return false;
        }
        Outcome<V> ended = called();
        if (!(ended instanceof Outcome.Success<V>)) {
            complete(ended);
        }
        return !isDone();
    }

    private boolean isToRun() {
        return !isDone() && runner.isEmpty();
    }

    private Outcome<V> called() {
        runner = processes.caller();
        try {
            return new Outcome.Success<>(body.call());
        } catch (Throwable thrown) {
            return new Outcome.Failure<>(thrown);
        } finally {
            runner = Optional.empty();
        }
    }

    private void complete(Outcome<V> with) {
        if (outcome == null) {
            outcome = with;
            done.open();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (isDone()) {
            return false;
        }
        complete(new Outcome.Cancelled<>());
        if (mayInterruptIfRunning) {
            runner.ifPresent(SimulatedProcess::interrupt);
        }
        return true;
    }

    @Override
    public boolean isCancelled() {
        return outcome instanceof Outcome.Cancelled<V>;
    }

    @Override
    public boolean isDone() {
        return done.isOpen();
    }

    /**
     * Waits until it is done.
     *
     * @return false if the deadline has passed
     */
    boolean await(long deadline) throws InterruptedException {
        return done.await(deadline);
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        done.await(Long.MAX_VALUE);
        return report();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (!done.await(Latch.deadline(timeline, timeout, unit))) {
            throw new TimeoutException("not done after " + timeout + " " + unit + " of virtual time");
        }
        return report();
    }

    private V report() throws ExecutionException {
        if (outcome == null) {
            throw new AssertionError("a future is done and has no outcome");
        }
        return outcome.report();
    }
}
