package org.ouzel.stack.stream;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ouzel.stack.around.Gate;

/** First come, first served: one thread at a time, in the order in which they came. Used with the engine's lock held. */
public final class Turns {
    /** Whose turn it is; null for nobody's. */
    private @Nullable Thread holder;

    /** Those behind him; null while there are none. */
    private @Nullable Line behind;

    /**
     * Those who wait for their turn.
     *
     * @param threads in the order in which they came
     * @param moved where they wait: a gate of theirs alone
     */
    private record Line(Deque<Thread> threads, Gate moved) {}

    /** Whether nobody has the turn. */
    public boolean isFree() {
        return holder == null;
    }

    /**
     * Waits for the calling thread's turn, which lasts until it {@linkplain #leave leaves}.
     *
     * @param gates makes a gate, where there is somebody to wait for
     * @param deadline until when it waits, in the surroundings' time
     * @return false if the deadline has passed and there was none
     * @throws InterruptedIOException if the thread was interrupted; it has no turn then
     */
    public boolean take(Supplier<Gate> gates, long deadline) throws InterruptedIOException {
        Thread self = Thread.currentThread();
        if (holder != null) {
            return takeBehind(self, gates, deadline);
        }
        holder = self;
        return true;
    }

    private boolean takeBehind(Thread self, Supplier<Gate> gates, long deadline) throws InterruptedIOException {
        Line line = behind == null ? new Line(new ArrayDeque<>(2), gates.get()) : behind;
        behind = line;
        line.threads.add(self);
        boolean taken = false;
        try {
            while (!self.equals(holder)) {
                if (!line.moved.await(deadline) && !self.equals(holder)) {
                    return false;
                }
            }
            taken = true;
            return true;
        } finally {
            if (!taken) {
                giveUp(self, line);
            }
        }
    }

    private void giveUp(Thread self, Line line) {
        if (self.equals(holder)) {
            leave();
        } else {
            line.threads.remove(self);
            forgetIfEmpty(line);
        }
    }

    /** Ends the turn: it is the next one's. */
    public void leave() {
        Line line = behind;
        if (line == null) {
            holder = null;
            return;
        }
        holder = line.threads.remove();
        forgetIfEmpty(line);
        line.moved.open();
    }

    private void forgetIfEmpty(Line line) {
        if (line.threads.isEmpty()) {
            behind = null;
        }
    }
}
