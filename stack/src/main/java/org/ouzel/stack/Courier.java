package org.ouzel.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Runs actions of the user's in order, on a virtual thread that lives while there are any: so that each may call anything,
 * and take as long as it likes. The queue is guarded by the shard's lock.
 */
final class Courier {
    private final Shard shard;
    private final String name;
    private final Deque<Runnable> queue = new ArrayDeque<>(2);
    private boolean running;

    Courier(Shard shard, String name) {
        this.shard = shard;
        this.name = name;
    }

    /** Has the action run behind those that are waiting. */
    void deliver(Runnable action) {
        queue.add(action);
        if (!running) {
            running = true;
            start();
        }
    }

    private void start() {
        shard.surroundings().start(name, this::run);
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
        shard.lock();
        try {
            Runnable action = queue.poll();
            running = action != null;
            return action;
        } finally {
            shard.unlock();
        }
    }
}
