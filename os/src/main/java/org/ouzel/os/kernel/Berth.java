package org.ouzel.os.kernel;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Where one thread rests until another rouses it. Any thread may rouse, at any time: when nobody is there it does nothing. */
final class Berth {
    private final AtomicReference<@Nullable Thread> resting = new AtomicReference<>();

    /** The calling thread is about to rest, and can be roused from now on. */
    void lieDown() {
        resting.set(Thread.currentThread());
    }

    /** Waits until it is roused, or not at all if it was since it lay down. */
    void rest() {
        while (resting.get() != null) {
            LockSupport.park(this);
        }
    }

    /** Rouses whoever is there. It is one step: between two, to look and to forget, one could lie down who is forgotten and not woken. */
    void rouse() {
        LockSupport.unpark(resting.getAndSet(null));
    }
}
