package org.ouzel.stack;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.ouzel.stack.around.Gate;

/** First come, first served: one thread at a time, in the order in which they came. Used with the shard's lock held. */
final class Turns {
    private final Deque<Thread> queue = new ArrayDeque<>(2);
    private final Gate moved;

    Turns(Shard shard) {
        this.moved = shard.gate();
    }

    /** Whether nobody has the turn. */
    boolean isFree() {
        return queue.isEmpty();
    }

    /**
     * Waits for the calling thread's turn, which lasts until it {@linkplain #leave leaves}.
     *
     * @return false if the deadline has passed and there was none
     */
    boolean take(long deadline) throws InterruptedIOException {
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
    void leave() {
        queue.remove();
        moved.open();
    }
}
