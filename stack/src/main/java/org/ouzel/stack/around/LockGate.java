package org.ouzel.stack.around;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A condition, made when somebody first waits. */
final class LockGate implements Gate {
    private final ReentrantLock lock;
    private final Surroundings surroundings;
    private @Nullable Condition opened;

    LockGate(ReentrantLock lock, Surroundings surroundings) {
        this.lock = lock;
        this.surroundings = surroundings;
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // the callers loop: only they know what they wait for
    public boolean await(long deadline) throws InterruptedIOException {
        if (deadline != Surroundings.NEVER && deadline <= surroundings.now()) {
            // Who does not want to wait is not to be interrupted either.
            return false;
        }
        Condition condition = opened;
        if (condition == null) {
            condition = lock.newCondition();
            opened = condition;
        }
        try {
            if (deadline == Surroundings.NEVER) {
                condition.await();
                return true;
            }
            return condition.awaitNanos(deadline - surroundings.now()) > 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException ended = new InterruptedIOException("interrupted");
            ended.initCause(interrupted);
            throw ended;
        }
    }

    @Override
    public void open() {
        if (opened != null) {
            opened.signalAll();
        }
    }
}
