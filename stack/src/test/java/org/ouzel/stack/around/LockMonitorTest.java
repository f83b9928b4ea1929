package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockMonitorTest {
    private static final long PATIENCE_S = 60;
    private static final int ROUNDS = 100;

    /** Fewer than there are in the time that a thread takes to wake. */
    private static final int MOST_OVERTAKES = 4;

    private final LockMonitor monitor = new LockMonitor(new Threads("test"), MOST_OVERTAKES);

    // Guarded by the monitor
    private boolean served;

    /** Takes the lock again and again until another has had it that waits for it by then; returns how often. */
    private int overtake(Thread.Builder who) throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<Void> waits = new FutureTask<>(this::serve, null);
        int taken = 0;
        monitor.lock();
        served = false;
        who.start(waits);
        while (!monitor.inner().hasQueuedThreads()) {
            Thread.onSpinWait();
        }
        while (!served) {
            monitor.unlock();
            monitor.lock();
            taken++;
        }
        monitor.unlock();
        waits.get(PATIENCE_S, TimeUnit.SECONDS);
        return taken;
    }

    private void serve() {
        monitor.lock();
        served = true;
        monitor.unlock();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overtakesWhoWaitsOnlySoOften(boolean virtual)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (int round = 0; round < ROUNDS; round++) {
            int taken = overtake(virtual ? Thread.ofVirtual() : Thread.ofPlatform());
            // Once more is the turn behind the one that waits.
            assertThat(taken).as("round %d", round).isLessThanOrEqualTo(MOST_OVERTAKES + 1);
        }
    }

    @Test
    void isTakenAgainByWhoHasIt() {
        monitor.lock();
        monitor.lock();
        assertThat(monitor.inner().getHoldCount()).isEqualTo(2);
        monitor.unlock();
        monitor.unlock();
        assertThat(monitor.inner().isLocked()).isFalse();
    }
}
