package org.ouzel.stack.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ouzel.stack.around.Monitor;

/**
 * Runs actions of the user's in order, one at a time and without the engine's lock, wherever the host has chosen that they are run: each
 * may call anything. The queue is guarded by the engine's lock.
 */
public final class Courier {
    /** So many actions are run in a row; then others have their turn where there is one thread for all. */
    private static final int PATIENCE = 64;

    private final Place place;
    private final Monitor monitor;
    private final String name;
    private final Deque<Runnable> queue = new ArrayDeque<>(2);
    private boolean running;

    /** Where couriers run their actions. */
    @FunctionalInterface
    public interface Place {
        /**
         * Runs a task some time soon, without a lock; for any thread, which may hold the lock.
         *
         * @param name what a thread is called that is started for it
         */
        void run(String name, Runnable task);
    }

    /**
     * A courier with nothing to run.
     *
     * @param place where it will run
     * @param monitor the engine's lock
     * @param name what its threads are called
     */
    public Courier(Place place, Monitor monitor, String name) {
        this.place = place;
        this.monitor = monitor;
        this.name = name;
    }

    /** Has the action run behind those that are waiting. The lock is held. */
    public void deliver(Runnable action) {
        queue.add(action);
        if (!running) {
            running = true;
            start();
        }
    }

    private void start() {
        place.run(name, this::run);
    }

    private void run() {
        boolean isOver = false;
        try {
            isOver = runSome();
        } finally {
            if (!isOver) {
                // Where the user's own failure was the end of it, that is for the user's handler; what comes next is
                // still told.
                start();
            }
        }
    }

    /** Returns whether there are no more. */
    private boolean runSome() {
        for (int run = 0; run < PATIENCE; run++) {
            Runnable action = next();
            if (action == null) {
                return true;
            }
            action.run();
        }
        return false;
    }

    private @Nullable Runnable next() {
        monitor.lock();
        try {
            Runnable action = queue.poll();
            running = action != null;
            return action;
        } finally {
            monitor.unlock();
        }
    }
}
