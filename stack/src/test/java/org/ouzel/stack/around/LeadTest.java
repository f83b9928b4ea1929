package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    private static final int ROUNDS = 50_000;

    /** As often may one of two who start together spin before the other does something. */
    private static final int OFFSETS = 64;

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

    /** Who looks himself whether he has been served need not be told; who waits is. */
    @Test
    void whoPollsIsNotWoken() throws Exception {
        AtomicInteger wakes = new AtomicInteger();
        Lead counted = new Lead(monitor, surroundings, wakes::incrementAndGet);
        monitor.lock();
        try {
            assertThat(counted.take(gate)).isTrue();
            counted.startPolling();
            openElsewhere(counted);
            assertThat(counted.isServed()).isTrue();
            assertThat(counted.stopPolling()).isFalse();
            assertThat(wakes).hasValue(0);
            counted.leave(true);

            assertThat(counted.take(gate)).isTrue();
            counted.startPolling();
            assertThat(counted.stopPolling()).isTrue();
            openElsewhere(counted);
            assertThat(wakes).hasValue(1);
            counted.leave(true);
        } finally {
            monitor.unlock();
        }
    }

    @Test
    void whatOneWasServedIsNothingToTheNext() throws Exception {
        monitor.lock();
        try {
            serveALeader();
            assertThat(lead.takeAsOwnThread()).isTrue();
            assertThat(lead.isServed()).isFalse();
            lead.leaveAsOwnThread(false);

            serveALeader();
            assertThat(lead.takeToLookIn()).isTrue();
            assertThat(lead.isServed()).isFalse();
            lead.leave(true);

            serveALeader();
            assertThat(lead.take(gate)).isTrue();
            assertThat(lead.isServed()).isFalse();
        } finally {
            monitor.unlock();
        }
    }

    private void serveALeader() throws Exception {
        assertThat(lead.take(gate)).isTrue();
        openElsewhere(lead);
        assertThat(lead.isServed()).isTrue();
        lead.leave(true);
    }

    /** The lock is this thread's, which waits for that one meanwhile. */
    private void openElsewhere(Lead where) throws Exception {
        CompletableFuture.runAsync(() -> where.onOpened(gate)).get();
    }

    /** Both at once, by threads that spin until they see each other, one of them a little later each time. */
    @Test
    void whoCeasesToPollIsWokenOrSeesThatHeIsServed() throws Exception {
        AtomicInteger woken = new AtomicInteger(-1);
        AtomicInteger round = new AtomicInteger();
        Lead raced = new Lead(monitor, surroundings, () -> woken.set(round.get()));
        AtomicInteger ready = new AtomicInteger();
        AtomicInteger opened = new AtomicInteger();
        monitor.lock();
        Thread opener = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 1; awaitValue(ready, i); i++) {
                spin(i % OFFSETS);
                raced.onOpened(gate);
                opened.set(i);
            }
        });
        try {
            for (int i = 1; i <= ROUNDS; i++) {
                round.set(i);
                assertThat(raced.take(gate)).isTrue();
                raced.startPolling();
                ready.set(i);
                spin(OFFSETS / 2);
                boolean served = !raced.stopPolling();
                assertThat(awaitValue(opened, i)).isTrue();
                assertThat(served || woken.get() == i).as("round %d", i).isTrue();
                raced.leave(true);
            }
        } finally {
            opener.interrupt();
            monitor.unlock();
        }
        opener.join();
    }

    /** Waits until a value has been reached; false if the thread was interrupted. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but how long it takes on one processor
    private static boolean awaitValue(AtomicInteger of, int value) {
        for (int looks = 1; of.get() < value; looks++) {
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            if (looks % OFFSETS == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
        return true;
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
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
