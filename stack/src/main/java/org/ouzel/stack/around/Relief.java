package org.ouzel.stack.around;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether a thread comes back from what it does for the user, and has another take its place if not. A thread of its own, made with the
 * first such errand, looks now and then while there are errands, and sleeps while there are none.
 *
 * <p>All but {@link #run} is called with the host's lock held.
 */
final class Relief {
    /** So long a thread may be gone: twice that at the most, since it is looked after no more often. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final String name;
    private final Runnable takePlace;
    private @Nullable Thread thread;

    /** How often somebody has gone or come back: odd while he is gone. */
    private final AtomicLong steps = new AtomicLong();

    /** Whether the thread sleeps until somebody goes. Written by it alone. */
    private volatile boolean asleep;

    private volatile boolean ended;

    /**
     * Nobody is gone.
     *
     * @param name what its thread is called
     * @param takePlace has another take the place of the one who is gone, if he {@linkplain #isGone still} is; called without the lock
     */
    Relief(String name, Runnable takePlace) {
        this.name = name;
        this.takePlace = takePlace;
    }

    /** The thread goes. */
    void onGone() {
        steps.incrementAndGet();
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name(name).start(this::run);
        } else if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** It is back, or another has its place. */
    void onBack() {
        steps.incrementAndGet();
    }

    boolean isGone() {
        return (steps.get() & 1) == 1;
    }

    /** There is no place any more that somebody could take. */
    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!ended) {
            long before = steps.get();
            LockSupport.parkNanos(this, PATIENCE_NS);
            if (steps.get() == before) {
                onNothingChanged(before);
            }
            Thread.interrupted();
        }
    }

    private void onNothingChanged(long before) {
        if (isGone()) {
            takePlace.run();
            return;
        }
        asleep = true;
        while (steps.get() == before && !ended) {
            LockSupport.park(this);
            Thread.interrupted();
        }
        asleep = false;
    }
}
