package org.ouzel.sim;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** How a task ended. */
sealed interface Outcome<V extends @Nullable Object> {
    /** What {@link java.util.concurrent.Future#get} returns or throws of it. */
    V report() throws ExecutionException;

    /** It gave a value. */
    record Success<V extends @Nullable Object>(V value) implements Outcome<V> {
        @Override
        public V report() {
            return value;
        }
    }

    /** It threw. */
    record Failure<V extends @Nullable Object>(Throwable thrown) implements Outcome<V> {
        @Override
        public V report() throws ExecutionException {
            throw new ExecutionException(thrown);
        }
    }

    /** It was cancelled before it had ended. */
    record Cancelled<V extends @Nullable Object>() implements Outcome<V> {
        @Override
        public V report() {
            throw new CancellationException("the task was cancelled");
        }
    }
}
