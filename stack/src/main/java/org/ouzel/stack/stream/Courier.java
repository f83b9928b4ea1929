package org.ouzel.stack.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ouzel.stack.around.Monitor;
import org.ouzel.stack.around.Surroundings;

/**
 * Runs actions of the user's in order, on a virtual thread that lives while there are any: so that each may call anything,
 * and take as long as it likes. The queue is guarded by the engine's lock.
 */
public final class Courier {
    private final Surroundings surroundings;
    private final Monitor monitor;
    private final String name;
    private final Deque<Runnable> queue = new ArrayDeque<>(2);
    private boolean running;

    /**
     * A courier with nothing to run.
     *
     * @param surroundings give it its threads
     * @param monitor the engine's lock
     * @param name what its threads are called
     */
    public Courier(Surroundings surroundings, Monitor monitor, String name) {
        this.surroundings = surroundings;
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
        surroundings.start(name, this::run);
    }

    private void run() {
        boolean done = false;
        try {
            for (Runnable action = next(); action != null; action = next()) {
                action.run();
            }
            done = true;
        } finally {
            if (!done) {
                // The user's own failure is for the user's handler; what comes next is still told, by another thread.
                start();
            }
        }
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
