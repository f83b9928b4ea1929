package org.ouzel.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.net.Timeline;

/**
 * Runs each task as a process of the simulation, at once or at an instant of virtual time. What {@link
 * AbstractExecutorService} would do with threads that park and with the machine's clock is done here in virtual time.
 */
final class SimulatedExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    private final Timeline timeline;
    private final Processes processes;
    private final Tasks tasks;

    SimulatedExecutor(Timeline timeline, Processes processes) {
        this.timeline = timeline;
        this.processes = processes;
        this.tasks = new Tasks(timeline, processes);
    }

    @Override
    public void execute(Runnable command) {
        Tasks.Task task = tasks.accept(Objects.requireNonNull(command, "command"));
        if (processes.isForeground()) {
            task.start();
        } else {
            task.startInBackground();
        }
    }

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return future(callable);
    }

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return future(Executors.callable(runnable, value));
    }

    private <T extends @Nullable Object> SimulatedFuture<T> future(Callable<T> callable) {
        return new SimulatedFuture<>(timeline, processes, Objects.requireNonNull(callable, "task"));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return planned(Executors.callable(command), delay, unit, new Recurrence.Once());
    }

    @Override
    public <V extends @Nullable Object> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return planned(callable, delay, unit, new Recurrence.Once());
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return planned(Executors.callable(command), initialDelay, unit, new Recurrence.AtRate(unit.toNanos(period)));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return planned(Executors.callable(command), initialDelay, unit, new Recurrence.WithDelay(unit.toNanos(delay)));
    }

    private <V extends @Nullable Object> ScheduledFuture<V> planned(
            Callable<V> callable, long delay, TimeUnit unit, Recurrence recurrence) {
        ScheduledTask.Around around = new ScheduledTask.Around(timeline, processes, tasks);
        return new ScheduledTask<>(around, future(callable), recurrence, Latch.deadline(timeline, delay, unit));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> callables)
            throws InterruptedException {
        return invokeAllUntil(callables, Long.MAX_VALUE);
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> callables, long timeout, TimeUnit unit) throws InterruptedException {
        return invokeAllUntil(callables, Latch.deadline(timeline, timeout, unit));
    }

    private <T extends @Nullable Object> List<Future<T>> invokeAllUntil(
            Collection<? extends Callable<T>> callables, long deadline) throws InterruptedException {
        List<SimulatedFuture<T>> futures = futures(callables);
        try {
            futures.forEach(this::execute);
            for (SimulatedFuture<T> future : futures) {
                future.await(deadline);
            }
            return new ArrayList<>(futures);
        } finally {
            // Those that are done stay as they are.
            futures.forEach(future -> future.cancel(true));
        }
    }

    private <T extends @Nullable Object> List<SimulatedFuture<T>> futures(Collection<? extends Callable<T>> callables) {
        List<SimulatedFuture<T>> futures = new ArrayList<>(callables.size());
        callables.forEach(callable -> futures.add(future(callable)));
        return futures;
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> callables)
            throws InterruptedException, ExecutionException {
        return raced(callables, Long.MAX_VALUE).outcome().report();
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> callables, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        Race<T> race = raced(callables, Latch.deadline(timeline, timeout, unit));
        if (!race.isOver()) {
            throw new TimeoutException("no task succeeded within " + timeout + " " + unit + " of virtual time");
        }
        return race.outcome().report();
    }

    private <T extends @Nullable Object> Race<T> raced(Collection<? extends Callable<T>> callables, long deadline)
            throws InterruptedException {
        if (callables.isEmpty()) {
            throw new IllegalArgumentException("no task of which any could be invoked");
        }
        Race<T> race = new Race<>(new Latch(timeline, processes), callables.size());
        List<Callable<T>> entrants = new ArrayList<>(callables.size());
        callables.forEach(callable -> entrants.add(race.entrant(Objects.requireNonNull(callable, "task"))));
        List<SimulatedFuture<T>> futures = futures(entrants);
        try {
            futures.forEach(this::execute);
            race.await(deadline);
            return race;
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    /** As a {@link java.util.concurrent.ScheduledThreadPoolExecutor}: delayed tasks still run, periodic ones do not. */
    @Override
    public void shutdown() {
        tasks.shut();
        for (Runnable command : tasks.waiting()) {
            if (command instanceof ScheduledTask<?> scheduled && scheduled.isPeriodic()) {
                scheduled.cancel(false);
            }
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        tasks.shut();
        List<Runnable> neverBegun = tasks.waiting();
        for (Runnable command : neverBegun) {
            if (command instanceof ScheduledTask<?> scheduled) {
                scheduled.callOff();
            }
        }
        tasks.withdrawWaiting();
        tasks.interruptRunning();
        return new ArrayList<>(neverBegun);
    }

    @Override
    public boolean isShutdown() {
        return tasks.isShut();
    }

    @Override
    public boolean isTerminated() {
        return tasks.terminated().isOpen();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return tasks.terminated().await(Latch.deadline(timeline, timeout, unit));
    }
}
