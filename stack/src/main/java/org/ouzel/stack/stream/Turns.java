package org.ouzel.stack.stream;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.ouzel.stack.around.Gate;

/** First come, first served: one thread at a time, in the order in which they came. Used with the engine's lock held. */
public final class Turns {
    private final Deque<Thread> queue = new ArrayDeque<>(2);
    private final Gate moved;

    /**
     * Turns that nobody has.
     *
     * @param moved where those wait whose turn it is not: a gate for these turns alone
     */
    public Turns(Gate moved) {
        this.moved = moved;
    }

    /** Whether nobody has the turn. */
    public boolean isFree() {
        return queue.isEmpty();
    }

    /**
     * Waits for the calling thread's turn, which lasts until it {@linkplain #leave leaves}.
     *
     * @param deadline until when it waits, in the surroundings' time
     * @return false if the deadline has passed and there was none
     * @throws InterruptedIOException if the thread was interrupted; it has no turn then
     */
    public boolean take(long deadline) throws InterruptedIOException {
        Thread self = Thread.currentThread();
        queue.add(self);
        boolean taken = false;
        try {
            while (!queue.element().equals(self)) {
                if (!moved.await(deadline) && !queue.element().equals(self)) {
                    return false;
                }
            }
            taken = true;
            return true;
        } finally {
            if (!taken) {
                queue.remove(self);
                moved.open();
            }
        }
    }

    /** Ends the turn. */
    public void leave() {
        queue.remove();
        moved.open();
    }
}
