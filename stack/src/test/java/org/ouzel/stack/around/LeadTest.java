package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lead goes from one to another, and never to two. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeadTest {
    private static final long LOOKS = 200;
    private static final int ROUNDS = 2000;

    private final Threads surroundings = new Threads("test");
    private final LockMonitor monitor = (LockMonitor) surroundings.monitor();
    private final LockGate gate = (LockGate) monitor.gate();

    /** A clock that goes on by more than the grace each time it is looked at, as if its reader had been stopped in between. */
    private final Lead lead =
            new Lead(monitor, new StoppedReader(surroundings, TimeUnit.MILLISECONDS.toNanos(1)), () -> {});

    @Test
    void theLinksOwnThreadDoesNotTakeItFromAUsers() throws Exception {
        monitor.lock();
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        try {
            assertThat(lead.take(gate)).isTrue();
            Thread.ofPlatform().daemon().start(() -> {
                monitor.lock();
                try {
                    taken.complete(lead.takeAsOwnThread());
                } finally {
                    monitor.unlock();
                }
            });
            LockGate other = (LockGate) monitor.gate();
            for (int i = 0; i < LOOKS && !taken.isDone(); i++) {
                boolean _ = other.await(surroundings.now() + TimeUnit.MICROSECONDS.toNanos(100));
            }
            assertThat(taken).isNotDone();
            lead.leave(false);
        } finally {
            monitor.unlock();
        }
        assertThat(taken.get()).isTrue();
    }

    @Test
    void onlyOneLeads() {
        monitor.lock();
        try {
            assertThat(lead.take(gate)).isTrue();
            assertThat(lead.take(gate)).isFalse();
            lead.leave(true);
            assertThat(lead.take(gate)).isTrue();
            lead.end();
            lead.leave(true);
            assertThat(lead.take(gate)).isFalse();
        } finally {
            monitor.unlock();
        }
    }

    /** Who looks himself whether he has been served need not be told; who is about to wait is, or learns that he need not. */
    @Test
    void whoPollsIsNotWoken() throws Exception {
        AtomicInteger wakes = new AtomicInteger();
        Lead counted = new Lead(monitor, surroundings, wakes::incrementAndGet);
        monitor.lock();
        try {
            assertThat(counted.take(gate)).isTrue();
            counted.startPolling();
            elsewhere(() -> counted.onOpened(gate));
            assertThat(counted.isServed()).isTrue();
            assertThat(counted.stopPolling()).isTrue();
            counted.leave(true);
            assertThat(wakes).hasValue(0);

            assertThat(counted.take(gate)).isTrue();
            assertThat(counted.isServed()).isFalse();
            counted.startPolling();
            assertThat(counted.stopPolling()).isFalse();
            elsewhere(() -> counted.onOpened(gate));
            assertThat(wakes).hasValue(1);
            counted.leave(true);

            // What another was served is nothing to the link's own thread.
            assertThat(counted.takeAsOwnThread()).isTrue();
            counted.startPolling();
            assertThat(counted.stopPolling()).isFalse();
        } finally {
            monitor.unlock();
        }
    }

    @Test
    void whoCeasesToPollIsWokenOrSeesThatHeIsServed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            AtomicBoolean woken = new AtomicBoolean();
            Lead raced = new Lead(monitor, surroundings, () -> woken.set(true));
            CyclicBarrier start = new CyclicBarrier(2);
            monitor.lock();
            try {
                assertThat(raced.take(gate)).isTrue();
                raced.startPolling();
                CompletableFuture<Void> opens = CompletableFuture.runAsync(() -> {
                    await(start);
                    raced.onOpened(gate);
                });
                await(start);
                boolean served = raced.stopPolling();
                opens.get();
                assertThat(served || woken.get()).as("round %d", round).isTrue();
            } finally {
                monitor.unlock();
            }
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void elsewhere(Runnable action) throws Exception {
        CompletableFuture.runAsync(action).get();
    }

    /** The link's own thread and two of the user's: whoever it is that reads, nobody else does. */
    public static class Shared {
        private final Surroundings elsewhere = new Elsewhere(TimeUnit.MILLISECONDS.toNanos(1));
        private final LockMonitor lock = new LockMonitor(elsewhere);
        private final LockGate gate = new LockGate(lock, elsewhere);
        private final Lead lead = new Lead(lock, elsewhere, () -> {});
        private int readers;
        private boolean together;

        /** As without the lock: where two read, the second finds the first. */
        private void read() {
            readers++;
            lock.unlock();
            Thread.onSpinWait();
            lock.lock();
            together |= readers != 1;
            readers--;
        }

        @Operation(nonParallelGroup = "own")
        public boolean readAsOwnThread() {
            lock.lock();
            try {
                boolean takes = lead.takeAsOwnThread();
                if (takes) {
                    read();
                    lead.leaveAsOwnThread(false);
                }
                return takes;
            } finally {
                lock.unlock();
            }
        }

        @Operation
        public void waitAtAGate() {
            lock.lock();
            try {
                if (lead.take(gate)) {
                    read();
                    lead.leave(false);
                }
            } finally {
                lock.unlock();
            }
        }

        @Operation
        public void lookIn() {
            if (!lead.isNeglected()) {
                return;
            }
            lock.lock();
            try {
                if (lead.takeToLookIn()) {
                    read();
                    lead.leave(true);
                }
            } finally {
                lock.unlock();
            }
        }

        @Validate
        public void oneHasRead() {
            if (together) {
                throw new AssertionError("two have read at once");
            }
        }
    }

    @Test
    void noTwoReadAtOnce() {
        new StressOptions()
                .iterations(20)
                .threads(3)
                .actorsBefore(0)
                .actorsAfter(0)
                .actorsPerThread(3)
                .invocationsPerIteration(200)
                .check(Shared.class);
    }
}
