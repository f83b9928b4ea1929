package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;

/**
 * Threads that wait at gates, look in and are interrupted, and tasks that keep the link's own thread from reading: every packet is carried
 * once, in order, by one thread at a time, and whoever waits for it has it.
 */
@ParameterizedClass
@ValueSource(longs = {0, 1_000, 1_000_000})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LinkReaderStressTest {
    private static final int WAITERS = 4;
    private static final int PACKETS = 4000;
    private static final int BATCH = 4;

    /** A task of the user's waits for a later packet once in so many. */
    private static final int WAITS_ONCE_IN = 400;

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Threads surroundings;
    private final Monitor monitor;
    private final Numbered link = new Numbered();
    private final AtomicBoolean together = new AtomicBoolean();
    private final AtomicBoolean disordered = new AtomicBoolean();
    private final AtomicInteger carried = new AtomicInteger();
    private final AtomicInteger errands = new AtomicInteger();

    // Guarded by the monitor
    private final List<Gate> gates = new ArrayList<>();
    private final int[] permits = new int[WAITERS];

    LinkReaderStressTest(long busyPollNs) {
        this.surroundings = Threads.several("stress", 1, busyPollNs).getFirst();
        this.monitor = surroundings.monitor();
    }

    /** A link of numbers, for one reader at a time. */
    private final class Numbered implements Link {
        private static final int WAKE_UP = -1;

        private final BlockingQueue<Integer> fed = new LinkedBlockingQueue<>();
        private final AtomicInteger inside = new AtomicInteger();
        private volatile boolean closed;

        @Override
        public String name() {
            return "numbered";
        }

        @Override
        public LinkCapabilities capabilities() {
            return LinkCapabilities.plain(1500, BATCH);
        }

        @Override
        public boolean read(FrameBatch into, long timeoutNs) {
            together.compareAndSet(false, inside.incrementAndGet() != 1);
            boolean interrupted = Thread.interrupted();
            into.clear();
            try {
                Integer next = fed.poll(Math.min(timeoutNs, PATIENCE_NS), TimeUnit.NANOSECONDS);
                while (next != null && next != WAKE_UP) {
                    into.place().set(ValueLayout.JAVA_INT, 0, next);
                    into.add(Integer.BYTES, 0, false, System.nanoTime());
                    next = into.isFull() ? null : fed.poll();
                }
            } catch (InterruptedException interrupt) {
                interrupted = true;
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                inside.decrementAndGet();
            }
            return !closed || into.size() > 0;
        }

        @Override
        public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart) {
            return true;
        }

        @Override
        public Optional<Runnable> waker() {
            return Optional.of(() -> fed.add(WAKE_UP));
        }

        @Override
        public void close() {
            closed = true;
            fed.add(WAKE_UP);
        }
    }

    /** Each number is for one of those who wait; some have a task run in place. */
    private void carry(FrameBatch batch, SplittableRandom random) {
        for (int i = 0; i < batch.size(); i++) {
            int number = batch.frame(i).get(ValueLayout.JAVA_INT, 0);
            disordered.compareAndSet(false, number != carried.getAndIncrement());
            if (random.nextInt(8) == 0) {
                boolean waits = random.nextInt(WAITS_ONCE_IN / 8) == 0;
                surroundings.startInPlace("task", () -> runErrand(waits ? Math.min(number + 1, PACKETS - 1) : number));
                errands.decrementAndGet();
            }
            monitor.lock();
            try {
                permits[number % WAITERS]++;
                if (random.nextBoolean()) {
                    gates.get(number % WAITERS).open();
                } else {
                    gates.get(number % WAITERS).openForOne();
                }
            } finally {
                monitor.unlock();
            }
        }
    }

    /** A task of the user's, which ends when a packet has been carried. */
    private void runErrand(int awaited) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (carried.get() <= awaited && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        errands.addAndGet(carried.get() > awaited ? 1 : 0);
    }

    /** How many of its packets it has had. */
    private int wait(int self, SplittableRandom random) {
        int had = 0;
        boolean well = true;
        while (well && had < PACKETS / WAITERS) {
            if (random.nextInt(4) == 0) {
                monitor.lookIn();
            }
            if (random.nextInt(16) == 0) {
                Thread.currentThread().interrupt();
            }
            well = take(self, random.nextBoolean());
            had += well ? 1 : 0;
        }
        return had;
    }

    private boolean take(int self, boolean shortly) {
        long end = surroundings.now() + PATIENCE_NS;
        monitor.lock();
        try {
            while (permits[self] == 0 && surroundings.now() < end) {
                awaitAtGate(self, shortly ? surroundings.now() + TimeUnit.MILLISECONDS.toNanos(1) : end);
            }
            permits[self]--;
            return permits[self] >= 0;
        } finally {
            monitor.unlock();
        }
    }

    private void awaitAtGate(int self, long deadline) {
        try {
            boolean _ = gates.get(self).await(deadline);
        } catch (InterruptedIOException interrupted) {
            Thread.interrupted();
        }
    }

    /** Where no platform thread waits the link's own has to be relieved of the task that it waits in. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, WAITERS})
    void everyPacketIsCarriedOnceAndWhoWaitsForItHasIt(int platformThreads) throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        SplittableRandom carrying = seeds.split();
        for (int i = 0; i < WAITERS; i++) {
            gates.add(monitor.gate());
        }
        Reading reading = surroundings.read(link, batch -> carry(batch, carrying));
        AtomicInteger had = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            int self = i;
            SplittableRandom random = seeds.split();
            Thread.Builder of = i < platformThreads ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
            threads.add(of.start(() -> had.addAndGet(wait(self, random))));
        }
        SplittableRandom feeding = seeds.split();
        for (int number = 0; number < PACKETS; number++) {
            link.fed.add(number);
            for (int spin = feeding.nextInt(2000); spin > 0; spin--) {
                Thread.onSpinWait();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        link.close();
        reading.awaitEnd();
        assertThat(reading.failure()).as("seed %d", seed).isEmpty();
        assertThat(together).as("seed %d", seed).isFalse();
        assertThat(disordered).as("seed %d", seed).isFalse();
        assertThat(carried).as("seed %d", seed).hasValue(PACKETS);
        assertThat(had).as("seed %d", seed).hasValue(PACKETS);
        awaitErrands(seed);
    }

    private void awaitErrands(long seed) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (errands.get() != 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(errands).as("seed %d", seed).hasValue(0);
    }
}
