package org.ouzel.cli;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What became of a task on another thread. */
final class Outcomes {
    private Outcomes() {}

    /** Waits for it; what it failed with is thrown here. */
    static <T> T of(Future<T> task) throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException exception -> throw exception;
                case InterruptedException exception -> throw exception;
                case null, default -> throw new IllegalStateException(failed.getCause());
            }
        }
    }
}
