package org.ouzel.stack;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Where threads wait for something of one stream or listener to change: the one place in which the stack blocks. Used with
 * the shard's lock held. It holds a condition only from the first wait on.
 */
final class Gate {
    private final Shard shard;
    private @Nullable Condition condition;

    Gate(Shard shard) {
        this.shard = shard;
    }

    /**
     * Waits until the gate is opened, giving up the lock meanwhile. It may return early; the caller looks again.
     *
     * @param deadline until when, in the shard's time; {@link Shard#NEVER} for as long as it takes
     * @return false if the deadline has passed
     */
    @SuppressWarnings("WaitNotInLoop") // the callers loop: only they know what they wait for
    boolean await(long deadline) throws InterruptedIOException {
        if (deadline != Shard.NEVER && deadline <= shard.now()) {
            // Who does not want to wait is not to be interrupted either.
            return false;
        }
        Condition opened = condition;
        if (opened == null) {
            opened = shard.newCondition();
            condition = opened;
        }
        try {
            if (deadline == Shard.NEVER) {
                opened.await();
                return true;
            }
            return opened.awaitNanos(deadline - shard.now()) > 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException ended = new InterruptedIOException("interrupted");
            ended.initCause(interrupted);
            throw ended;
        }
    }

    /** Lets all go on who wait. */
    void open() {
        if (condition != null) {
            condition.signalAll();
        }
    }
}
