package org.ouzel.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Lets a command that is interrupted from outside, as by Ctrl-C, come to an orderly end before the process does. */
final class ShutdownHook {
    private static final long PATIENCE_S = 5;

    private final AtomicReference<Runnable> action = new AtomicReference<>(() -> {});
    private final CountDownLatch done = new CountDownLatch(1);

    private ShutdownHook() {}

    static ShutdownHook install() {
        ShutdownHook hook = new ShutdownHook();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("ouzel-shutdown").unstarted(hook::shutDown));
        return hook;
    }

    /** What makes the command end. */
    void onShutdown(Runnable end) {
        action.set(end);
    }

    /** The command has ended. */
    void done() {
        done.countDown();
    }

    private void shutDown() {
        action.get().run();
        try {
            done.await(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
