package org.ouzel.sim;

import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.net.Timeline;

/** A task that the timeline starts, once or again and again. No run begins before the one before it has ended. */
final class ScheduledTask<V extends @Nullable Object> implements RunnableScheduledFuture<V> {
    private final Timeline timeline;
    private final Processes processes;
    private final Tasks tasks;
    private final SimulatedFuture<V> future;
    private final Recurrence recurrence;
    private final Tasks.Task task;

    private long due;

    /** When the planned run is to start; later than due if the one before took long. */
    private long startsAt;

    private Runnable callOffStart = () -> {};

    /** Whether this is a part of the foreground: a task that runs once, until it starts. */
    private boolean isForeground;

    /**
     * A task that has been planned.
     *
     * @param due the instant of the first run
     * @throws java.util.concurrent.RejectedExecutionException if its executor takes no more
     */
    ScheduledTask(Around around, SimulatedFuture<V> future, Recurrence recurrence, long due) {
        this.timeline = around.timeline();
        this.processes = around.processes();
        this.future = future;
        this.recurrence = recurrence;
        this.tasks = around.tasks();
        this.task = tasks.accept(this);
        this.due = due;
        this.isForeground = !isPeriodic() && processes.isForeground();
        if (isForeground) {
            processes.foreground().enter();
        }
        plan();
    }

    /** What a scheduled task is among. */
    record Around(Timeline timeline, Processes processes, Tasks tasks) {}

    private void plan() {
        startsAt = Math.max(due, timeline.now());
        if (isPeriodic()) {
            Foreground.Background start = processes.foreground().at(startsAt, this::startAgain);
            callOffStart = start::callOff;
        } else {
            Timeline.Event start = timeline.at(startsAt, this::startOnce);
            callOffStart = start::callOff;
        }
    }

    private void startOnce() {
        if (isForeground) {
            task.start();
            leaveForeground();
        } else {
            task.startInBackground();
        }
    }

    private void startAgain() {
        // The time for which the start was held back does not count: the runs of that time are not made up for.
        due += timeline.now() - startsAt;
        task.startInBackground();
    }

    private void leaveForeground() {
        if (isForeground) {
            isForeground = false;
            processes.foreground().leave();
        }
    }

    @Override
    public void run() {
        switch (recurrence) {
            case Recurrence.Once() -> future.run();
            case Recurrence.AtRate(long periodNs) -> {
                if (future.runAndReset()) {
                    planAgain(due, periodNs);
                }
            }
            case Recurrence.WithDelay(long delayNs) -> {
                if (future.runAndReset()) {
                    planAgain(timeline.now(), delayNs);
                }
            }
        }
    }

    private void planAgain(long from, long afterNs) {
        if (tasks.isShut()) {
            future.cancel(false);
            return;
        }
        due = from + afterNs < from ? Long.MAX_VALUE : from + afterNs;
        task.renew();
        plan();
    }

    /** Does not let it start any more; it stays undone. */
    void callOff() {
        callOffStart.run();
        leaveForeground();
        task.withdraw();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = future.cancel(mayInterruptIfRunning);
        if (cancelled) {
            callOff();
        }
        return cancelled;
    }

    @Override
    public boolean isPeriodic() {
        return !(recurrence instanceof Recurrence.Once);
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - timeline.now(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    @Override
    public boolean isCancelled() {
        return future.isCancelled();
    }

    @Override
    public boolean isDone() {
        return future.isDone();
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        return future.get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(timeout, unit);
    }
}
