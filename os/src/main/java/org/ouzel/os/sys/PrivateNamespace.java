package org.ouzel.os.sys;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A network namespace of this program's own, without a name. It is that of one thread, and goes with that thread and what was made in
 * it. For callers on platform threads.
 */
public final class PrivateNamespace implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("ouzel-namespace").daemon().factory());

    /**
     * Makes one, in which nothing is but a loopback device that is down.
     *
     * @throws ErrnoException if the kernel refuses: it takes root
     */
    public PrivateNamespace() throws IOException {
        try {
            inside(() -> {
                long result = new PlainCalls().call(PlainCalls.Function.UNSHARE, Abi.CLONE_NEWNET);
                return ErrnoException.check("unshare", (int) result);
            });
        } catch (IOException | RuntimeException refused) {
            thread.shutdown();
            throw refused;
        }
    }

    /** Does something inside. A descriptor that is made there stays in the namespace, wherever it is used. */
    public <T> T inside(Callable<T> action) throws IOException {
        Future<T> task = thread.submit(action);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException early) {
                    // Whoever gave up now would lose the descriptor.
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            throw cause(failed);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException cause(ExecutionException failed) {
        return switch (failed.getCause()) {
            case IOException exception -> exception;
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException("in a namespace", failed.getCause());
        };
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
