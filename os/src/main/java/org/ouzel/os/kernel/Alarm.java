package org.ouzel.os.kernel;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread that tells what time it is, begun when first somebody asks. Safe for use by any thread. */
final class Alarm {
    private final ScheduledThreadPoolExecutor executor;

    /**
     * Not yet running.
     *
     * @param name what its thread is called
     */
    Alarm(String name) {
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs the action after the given time, on the thread of the alarm, or never if that is closed. It must not block. */
    Future<?> after(long delayNs, Runnable action) {
        return executor.schedule(action, delayNs, TimeUnit.NANOSECONDS);
    }

    void close() {
        executor.shutdown();
    }
}
