package org.ouzel.os.kernel;

import java.io.InterruptedIOException;

/** A thread that waits for a descriptor, or to be woken. */
sealed interface Waiter permits Poller, Parked {

    /** Wakes the thread, now or when it begins to wait. Safe for use by any thread. */
    void wake();

    /** What a wait throws whose thread has been interrupted. The interrupt status stays set. */
    static void requireNotInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }
}
