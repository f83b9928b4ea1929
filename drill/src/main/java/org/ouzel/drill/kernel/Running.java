package org.ouzel.drill.kernel;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.run.TimeIsUp;
import org.ouzel.drill.run.TimeLimit;
import org.ouzel.os.sys.NativeThread;
import org.ouzel.os.sys.RealTime;

/** A call that another thread makes: the one that {@linkplain #run runs} this. Everything else is for whoever waits for its end. */
final class Running implements Runnable {
    private static final long LOOK_AGAIN_NS = 50_000;

    private final Call call;
    private final Maker kernel;
    private final CompletableFuture<End> end = new CompletableFuture<>();

    // Guarded by this: who is making the call, while that is so. It is held for a look at that thread, and for a
    // signal to it, so that neither is meant for a thread that has gone on to something else.
    private @Nullable NativeThread maker;

    /**
     * What came of it.
     *
     * @param at when it returned
     */
    record End(Answer answer, long at) {}

    /** What makes calls. */
    interface Maker {
        /** Makes it. */
        Answer answer(Call call) throws IOException;

        /** Whether the thread that makes the call sleeps in it. For any thread. */
        boolean isWaitedFor(NativeThread maker) throws IOException;
    }

    Running(Call call, Maker kernel) {
        this.call = call;
        this.kernel = kernel;
    }

    Call call() {
        return call;
    }

    @Override
    public void run() {
        try {
            end.complete(made());
        } catch (IOException | RuntimeException | Error failed) {
            end.completeExceptionally(failed);
        }
    }

    private End made() throws IOException {
        madeBy(NativeThread.current());
        try (RealTime _ = RealTime.begin()) {
            Answer answer = kernel.answer(call);
            return new End(answer, System.nanoTime());
        } finally {
            madeBy(null);
        }
    }

    private synchronized void madeBy(@Nullable NativeThread thread) {
        maker = thread;
    }

    /** Whether the call waits now: its thread sleeps inside it. */
    private synchronized boolean waits() throws IOException {
        return maker != null && kernel.isWaitedFor(maker);
    }

    /** Ends the wait. A call that is only about to wait misses this, so that it has to be repeated until the {@link #end}. */
    synchronized void interrupt() throws IOException {
        if (maker != null) {
            maker.wake();
        }
    }

    // ---- Its end

    /** What comes of it. */
    CompletableFuture<End> end() {
        return end;
    }

    /** What has come of it, if it has ended and could be made. */
    Optional<Answer> answer() {
        return end.state() == Future.State.SUCCESS ? Optional.of(end.resultNow().answer()) : Optional.empty();
    }

    /**
     * Waits until the call has ended, or waits for something itself.
     *
     * @return what has come of it; empty if it waits
     * @throws TimeIsUp if it does neither for too long
     */
    Optional<Answer> settle(TimeLimit limit) throws IOException {
        boolean ended = awaitEnd(0);
        while (!ended && !waits()) {
            limit.check();
            ended = awaitEnd(LOOK_AGAIN_NS);
        }
        return answer();
    }

    /** Waits for the end; returns whether that has come within the time. */
    private boolean awaitEnd(long ns) throws IOException {
        try {
            end.get(ns, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException failed) {
            throw new IOException("a call could not be made", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
