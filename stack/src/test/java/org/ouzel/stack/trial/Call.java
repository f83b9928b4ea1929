package org.ouzel.stack.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.ouzel.CloseReason;
import org.ouzel.StreamEndedException;

/** A call on a virtual thread of its own: to see that it waits, to wake it, and to see what becomes of it. */
public final class Call<T> {
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final CompletableFuture<Boolean> interruptStatus = new CompletableFuture<>();
    private final Thread thread;

    /** Something that returns nothing. */
    public interface Action {
        void run() throws Exception;
    }

    private Call(Callable<T> call) {
        this.thread = Thread.startVirtualThread(() -> {
            try {
                outcome.complete(call.call());
            } catch (Throwable failure) {
                outcome.completeExceptionally(failure);
            }
            interruptStatus.complete(Thread.currentThread().isInterrupted());
        });
    }

    public static <T> Call<T> of(Callable<T> call) {
        return new Call<>(call);
    }

    public static Call<Boolean> run(Action action) {
        return new Call<>(() -> {
            action.run();
            return true;
        });
    }

    /** Returns when the call waits for something to change. */
    public Call<T> waits() {
        Eventually.holds(
                () -> outcome.isDone() || isParked(), () -> "the call neither waits nor ends: " + thread.getState());
        assertThat(outcome).as("a call that should wait").isNotDone();
        return this;
    }

    /** Whether the thread waits for something, and not just for a lock that somebody holds for a moment. */
    private boolean isParked() {
        boolean blocked = isForALock(LockSupport.getBlocker(thread));
        Thread.State state = thread.getState();
        return !blocked
                && (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
                && !isForALock(LockSupport.getBlocker(thread));
    }

    private static boolean isForALock(@Nullable Object blocker) {
        return blocker instanceof AbstractOwnableSynchronizer;
    }

    public void interrupt() {
        thread.interrupt();
    }

    public T get() throws Exception {
        try {
            return outcome.get(HostPair.SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError("the call has failed", failed.getCause());
        }
    }

    public boolean isDone() {
        return outcome.isDone();
    }

    /** What the call throws. */
    public Throwable failure() throws Exception {
        try {
            throw new AssertionError(
                    "the call has returned " + outcome.get(HostPair.SOON.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        } catch (TimeoutException never) {
            throw new AssertionError("the call does not end", never);
        }
    }

    /** Checks that the call fails because the connection has ended, for the given reason. */
    public void endsWith(CloseReason reason) throws Exception {
        assertThat(failure()).isInstanceOfSatisfying(StreamEndedException.class, ended -> assertThat(ended.reason())
                .isEqualTo(reason));
    }

    /** Whether the call has left its thread's interrupt status set. */
    public boolean leavesInterruptStatus() throws Exception {
        return interruptStatus.get(HostPair.SOON.toSeconds(), TimeUnit.SECONDS);
    }
}
