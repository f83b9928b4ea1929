package org.ouzel.stack.around;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A condition, made when somebody first waits. Guarded by its monitor's lock. */
final class LockGate implements Gate {
    private final LockMonitor monitor;
    private final Surroundings surroundings;
    private @Nullable Condition opened;

    /** How often it has been opened for all, or for the thread that reads the link. */
    private long timesOpened;

    /** How many are about to wait, and let others run before. */
    private int hesitating;

    /** How many of those need not wait: the gate has been opened for one so often. */
    private int passes;

    /** How many platform threads wait for the condition that may read. */
    private int platformThreads;

    LockGate(LockMonitor monitor, Surroundings surroundings) {
        this.monitor = monitor;
        this.surroundings = surroundings;
    }

    @Override
    public boolean await(long deadline) throws InterruptedIOException {
        if (isPast(deadline)) {
            // Who does not want to wait is not to be interrupted either.
            return false;
        }
        if (monitor.readUntilOpened(this, deadline) || isOpenedWhileOthersRun()) {
            return true;
        }
        return !isPast(deadline) && awaitCondition(deadline);
    }

    private boolean isOpenedWhileOthersRun() {
        if (!monitor.mayLetOthersRun()) {
            return false;
        }
        long before = timesOpened;
        hesitating++;
        try {
            monitor.letOthersRun();
        } finally {
            hesitating--;
        }
        boolean hasPass = passes > 0;
        passes -= hasPass ? 1 : 0;
        return hasPass || timesOpened != before;
    }

    /** How often it has been opened for all, or for the thread that reads the link. */
    long timesOpened() {
        return timesOpened;
    }

    private boolean isPast(long deadline) {
        return deadline != Surroundings.NEVER && deadline <= surroundings.now();
    }

    @SuppressWarnings("WaitNotInLoop") // the callers loop: only they know what they wait for
    private boolean awaitCondition(long deadline) throws InterruptedIOException {
        Condition condition = opened;
        if (condition == null) {
            condition = monitor.newCondition();
            opened = condition;
        }
        int counted = !Thread.currentThread().isVirtual() ? 1 : 0;
        platformThreads += counted;
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
        } finally {
            platformThreads -= counted;
            monitor.onTurn();
        }
    }

    @Override
    public void open() {
        timesOpened++;
        if (opened != null) {
            opened.signalAll();
        }
        monitor.onOpened(this, platformThreads > 0);
    }

    @Override
    public void openForOne() {
        if (monitor.leaderTakes(this)) {
            timesOpened++;
            return;
        }
        if (passes < hesitating && platformThreads == 0) {
            // Nobody need be woken for it. But a virtual thread may have to wait for its carrier, and a platform thread
            // not.
            passes++;
            return;
        }
        if (opened != null) {
            opened.signal();
        }
        monitor.onWoken(platformThreads > 0);
    }
}
