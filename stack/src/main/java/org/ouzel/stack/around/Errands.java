package org.ouzel.stack.around;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tasks of the user's that the thread that reads a link runs itself, when it has neither a lock nor the lead: in the order in which they
 * came, each after the one before has returned, whatever that has brought about. A thread that is to wait leaves the others to threads of
 * their own, so that it may wait for what they do. For that thread alone.
 */
final class Errands {
    /** So many are run in a row; then there may be something to read. */
    private static final int PATIENCE = 256;

    private final Surroundings surroundings;
    private final Deque<Errand> waiting = new ArrayDeque<>();
    private boolean away;

    private record Errand(String name, Runnable task) {}

    Errands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Takes a task to be run soon; false if the thread is away, and nobody knows for how long. */
    boolean take(String name, Runnable task) {
        return !away && waiting.add(new Errand(name, task));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Runs those that wait, and those that come of it. */
    void run() {
        for (int run = 0; run < PATIENCE && !waiting.isEmpty(); run++) {
            run(waiting.remove());
        }
        leaveToOthers();
    }

    private void run(Errand errand) {
        try {
            errand.task().run();
        } catch (Throwable failure) {
            // For the user's handler, as if the task had had a thread of its own: this one has more to do.
            surroundings.start(errand.name(), () -> tellHandler(failure));
        } finally {
            // Meant for the task, which is over.
            Thread.interrupted();
        }
    }

    private static void tellHandler(Throwable failure) {
        Thread self = Thread.currentThread();
        self.getUncaughtExceptionHandler().uncaughtException(self, failure);
    }

    /** The thread is to wait: what comes meanwhile is for others, and what is here. */
    void leave() {
        leaveToOthers();
        away = true;
    }

    /** The thread has waited. */
    void comeBack() {
        away = false;
    }

    private void leaveToOthers() {
        while (!waiting.isEmpty()) {
            Errand errand = waiting.remove();
            surroundings.start(errand.name(), errand.task());
        }
    }
}
