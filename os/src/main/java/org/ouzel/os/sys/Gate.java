package org.ouzel.os.sys;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells when descriptors may be closed: not while a thread is inside a call that uses them, because their numbers are given
 * out again at once. Whoever is the last to leave a shut gate closes them.
 *
 * <p>For any threads. All its state is one integer: how many are inside, and the sign once it is shut.
 */
public final class Gate {
    private static final int SHUT = Integer.MIN_VALUE;

    private final AtomicInteger state = new AtomicInteger();
    private final Runnable afterTheLast;

    /**
     * An open gate.
     *
     * @param afterTheLast run once, by whoever leaves last
     */
    public Gate(Runnable afterTheLast) {
        this.afterTheLast = afterTheLast;
    }

    /** Goes in, and must then {@link #leave}; false, and nothing to leave, if the gate is shut. */
    public boolean enter() {
        return step(0);
    }

    /** Shuts the gate behind the caller, who is inside and must {@link #leave}; false if somebody else has. */
    public boolean shut() {
        return step(SHUT);
    }

    /** Whether the caller, who has shut the gate, is alone inside: nobody gets in any more, so that this stays true. */
    public boolean isAlone() {
        return state.get() == (SHUT | 1);
    }

    /** Whether nobody gets in any more. */
    public boolean isShut() {
        return state.get() < 0;
    }

    /** Goes out; the last to leave a shut gate runs what the gate was made with. */
    public void leave() {
        if (state.decrementAndGet() == SHUT) {
            afterTheLast.run();
        }
    }

    private boolean step(int sign) {
        int seen = state.get();
        while (seen >= 0) {
            if (state.compareAndSet(seen, (seen + 1) | sign)) {
                return true;
            }
            seen = state.get();
        }
        return false;
    }
}
