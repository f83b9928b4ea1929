package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever time it is set to, it rings then. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SleepingAlarmTest {
    private static final int ROUNDS = 2000;
    private static final int ALARMS = 500;
    private static final long SOON_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LATER_NS = TimeUnit.HOURS.toNanos(1);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Threads surroundings = new Threads("test");

    /** What a host has of an alarm: a time at which something is due, which may move, and another behind it. */
    private static final class Owner {
        private final Surroundings surroundings;
        private final Monitor monitor;
        private final Alarm alarm;

        // Guarded by the monitor
        private long due = Surroundings.NEVER;
        private long dueNext = Surroundings.NEVER;
        private int done;

        Owner(Surroundings surroundings) {
            this.surroundings = surroundings;
            this.monitor = surroundings.monitor();
            this.alarm = surroundings.alarm(this::ring);
        }

        /** What is due is done, and the alarm set to what is due next. */
        private void ring() {
            monitor.lock();
            try {
                if (due <= surroundings.now()) {
                    due = dueNext;
                    dueNext = Surroundings.NEVER;
                    done++;
                }
                alarm.set(due);
            } finally {
                monitor.unlock();
            }
        }

        private void isDueAt(long instant, long next) {
            monitor.lock();
            try {
                due = instant;
                dueNext = next;
                alarm.set(due);
            } finally {
                monitor.unlock();
            }
        }

        private int done() {
            monitor.lock();
            try {
                return done;
            } finally {
                monitor.unlock();
            }
        }
    }

    /** The next is set as soon as the last was done: while the alarm falls asleep, until then or for ever. */
    @Test
    void ringsInTimeWhateverItIsAbout() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Owner owner = new Owner(surroundings);
        for (int round = 0; round < ROUNDS; round++) {
            if (random.nextInt(4) == 0) {
                owner.isDueAt(surroundings.now() + LATER_NS, Surroundings.NEVER);
            }
            if (random.nextInt(4) == 0) {
                owner.isDueAt(Surroundings.NEVER, Surroundings.NEVER);
            }
            long due = surroundings.now() + random.nextLong(SOON_NS);
            owner.isDueAt(due, due + random.nextLong(SOON_NS));
            long end = System.nanoTime() + PATIENCE_NS;
            while (owner.done() < 2 * (round + 1) && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(owner.done()).as("seed %d", seed).isEqualTo(2 * (round + 1));
        }
        owner.alarm.end();
    }

    @Test
    void ringsNoMoreOnceItHasEnded() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean late = new AtomicBoolean();
        for (int i = 0; i < ALARMS; i++) {
            ended.set(false);
            CountDownLatch rings = new CountDownLatch(1);
            Alarm alarm = surroundings.alarm(() -> {
                rings.countDown();
                for (int look = 0; look < 100; look++) {
                    late.compareAndSet(false, ended.get());
                    Thread.onSpinWait();
                }
            });
            alarm.set(0);
            rings.await();
            alarm.end();
            ended.set(true);
            alarm.set(0);
        }
        assertThat(late).isFalse();
    }

    @Test
    void isEndedByOneWhoIsInterrupted() {
        Alarm alarm = surroundings.alarm(() -> {});
        Thread.currentThread().interrupt();
        alarm.end();
        assertThat(Thread.interrupted()).isTrue();
    }
}
