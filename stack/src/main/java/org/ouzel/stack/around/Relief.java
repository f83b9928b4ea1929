package org.ouzel.stack.around;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether a thread comes back from what it does for the user, and has another take its place if not. A thread of its own, made with the
 * first such errand, looks now and then while there are errands, and sleeps while there are none.
 *
 * <p>{@link #onGone}, {@link #onBack}, {@link #isAt} and {@link #end} are called with the host's lock held.
 */
final class Relief {
    private static final System.Logger LOG = System.getLogger("org.ouzel.stack");

    private final String name;
    private final long patienceNs;
    private final LongConsumer takePlace;

    /** Guarded by the host's lock. */
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
     * @param patienceNs so long the thread may be gone: twice that at the most, since it is looked after no more often
     * @param takePlace has another take the place of the one who is gone since a step, if that {@linkplain #isAt still} is the last;
     *     called without the lock. Where no thread can be had for it, it is called again after a while
     */
    Relief(String name, long patienceNs, LongConsumer takePlace) {
        this.name = name;
        this.patienceNs = patienceNs;
        this.takePlace = takePlace;
    }

    /** The thread goes. Returns whether somebody looks after it: not where no thread can be had for that. */
    boolean onGone() {
        steps.incrementAndGet();
        if (thread == null) {
            thread = startedIfPossible();
        } else if (asleep) {
            LockSupport.unpark(thread);
        }
        return thread != null;
    }

    private @Nullable Thread startedIfPossible() {
        try {
            return Thread.ofPlatform().daemon().name(name).start(this::run);
        } catch (OutOfMemoryError refused) {
            LOG.log(System.Logger.Level.WARNING, name + ": there is no thread to be had", refused);
            return null;
        }
    }

    /** It is back, or another has its place. */
    void onBack() {
        steps.incrementAndGet();
    }

    /** Whether nobody has gone or come back since that step. */
    boolean isAt(long step) {
        return steps.get() == step;
    }

    /** There is no place any more that somebody could take. */
    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!ended) {
            long before = steps.get();
            pause();
            if (steps.get() == before) {
                onNothingChanged(before);
            }
        }
    }

    private void pause() {
        long began = System.nanoTime();
        for (long left = patienceNs; left > 0 && !ended; left = patienceNs - (System.nanoTime() - began)) {
            LockSupport.parkNanos(this, left);
            Thread.interrupted();
        }
    }

    private void onNothingChanged(long before) {
        if ((before & 1) == 1) {
            takePlaceIfPossible(before);
            return;
        }
        asleep = true;
        while (steps.get() == before && !ended) {
            LockSupport.park(this);
            Thread.interrupted();
        }
        asleep = false;
    }

    private void takePlaceIfPossible(long step) {
        try {
            takePlace.accept(step);
        } catch (OutOfMemoryError refused) {
            LOG.log(System.Logger.Level.WARNING, name + ": there is no thread to be had", refused);
        }
    }
}
