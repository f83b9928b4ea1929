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
        while (!monitor.hasQueuedThreads()) {
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
            assertThat(taken).as("round %d", round).isBetween(1, MOST_OVERTAKES + 1);
        }
    }

    @Test
    void isHeldUntilItIsGivenUpAsOftenAsItWasTaken() {
        monitor.lock();
        assertThat(monitor.isHeldOnce()).isTrue();
        monitor.lock();
        assertThat(monitor.isHeldOnce()).isFalse();
        monitor.unlock();
        assertThat(monitor.isHeldOnce()).isTrue();
        monitor.unlock();
    }

    /** Those who wait have been overtaken as often as they may be: who has the lock may take it again nevertheless. */
    @Test
    void isTakenAgainByWhoHasItThoughOthersWait() throws InterruptedException {
        monitor.lock();
        Thread waits = Thread.ofPlatform().start(this::serve);
        while (!monitor.hasQueuedThreads()) {
            Thread.onSpinWait();
        }
        for (int i = 0; i <= 2 * MOST_OVERTAKES; i++) {
            monitor.lock();
        }
        for (int i = 0; i <= 2 * MOST_OVERTAKES; i++) {
            monitor.unlock();
        }
        assertThat(served).isFalse();
        monitor.unlock();
        waits.join();
        assertThat(served).isTrue();
    }
}
