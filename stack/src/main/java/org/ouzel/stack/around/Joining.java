package org.ouzel.stack.around;

import java.util.concurrent.TimeUnit;

/** Waiting for a thread's end whatever happens to the one that waits. */
final class Joining {
    private Joining() {}

    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException wake) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
