package org.ouzel.sim;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Tasks of which the first to succeed wins; if all fail, the last failure counts. */
final class Race<V extends @Nullable Object> {
    private final Latch over;
    private int left;
    private @Nullable Outcome<V> outcome;

    Race(Latch over, int tasks) {
        this.over = over;
        this.left = tasks;
    }

    /** Waits until it is over, or until the deadline. */
    void await(long deadline) throws InterruptedException {
        over.await(deadline);
    }

    boolean isOver() {
        return over.isOpen();
    }

    /** The same task, taking part. */
    Callable<V> entrant(Callable<V> task) {
        return () -> {
            try {
                V value = task.call();
                onEnd(new Outcome.Success<>(value));
                return value;
            } catch (Throwable thrown) {
                onEnd(new Outcome.Failure<>(thrown));
                throw thrown;
            }
        };
    }

    private void onEnd(Outcome<V> ended) {
        left--;
        if (over.isOpen()) {
            return;
        }
        if (ended instanceof Outcome.Success<V> || left == 0) {
            outcome = ended;
            over.open();
        }
    }

    /** How it ended; for when it is over. */
    Outcome<V> outcome() {
        if (outcome == null) {
            throw new AssertionError("a race is over, with " + left + " tasks left, and has no outcome");
        }
        return outcome;
    }
}
