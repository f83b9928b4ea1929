package org.ouzel.stack.around;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tasks of the user's that a thread that reads a link runs itself, when it has neither a lock nor the lead: in the order in which they
 * came, each after the one before has returned, whatever that has brought about. A thread that is to wait leaves the others to threads of
 * their own, so that it may wait for what they do. For that thread, and for whoever sees that it does not come back, who may leave the
 * others in its place.
 */
final class Errands {
    /** So many are run in a row; then there may be something to read. */
    private static final int PATIENCE = 256;

    private final Surroundings surroundings;
    private final Queue<Errand> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean away;

    private record Errand(String name, Runnable task) {}

    Errands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Takes a task to be run soon; false if the thread is away, and nobody knows for how long. */
    boolean take(String name, Runnable task) {
        if (away) {
            return false;
        }
        waiting.add(new Errand(name, task));
        if (away) {
            // Whoever left the others meanwhile may not have seen this one.
            leaveToOthers();
        }
        return true;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Runs those that wait, and those that come of it. */
    void run() {
        Errand next = waiting.poll();
        for (int run = 1; next != null; run++) {
            run(next);
            if (run == PATIENCE) {
                leaveToOthers();
            }
            next = waiting.poll();
        }
    }

    private void run(Errand errand) {
        // Meant for one before, which was over.
        Thread.interrupted();
        try {
            errand.task().run();
        } catch (Throwable failure) {
            tellHandler(errand.name(), Thread.currentThread(), failure);
        } finally {
            Thread.interrupted();
        }
    }

    /** As if the thread had ended by it. It has more to do, and the handler may fail as well. */
    private void tellHandler(String name, Thread failed, Throwable failure) {
        Thread.UncaughtExceptionHandler handler = failed.getUncaughtExceptionHandler();
        surroundings.start(name, () -> handler.uncaughtException(failed, failure));
    }

    /** The thread is to wait, or does not come back: what comes meanwhile is for others, and what is here. */
    void leave() {
        away = true;
        leaveToOthers();
    }

    /** The thread has waited. */
    void comeBack() {
        away = false;
    }

    private void leaveToOthers() {
        for (Errand errand = waiting.poll(); errand != null; errand = waiting.poll()) {
            surroundings.start(errand.name(), errand.task());
        }
    }
}
