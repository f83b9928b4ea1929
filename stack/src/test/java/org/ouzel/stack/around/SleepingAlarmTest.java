package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;

/** Whatever time it is set to, it rings then. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SleepingAlarmTest {
    private static final int ROUNDS = 2000;
    private static final int ALARMS = 500;
    private static final int SETTERS = 4;
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

    /** An alarm whose clock stands still, but for a nanosecond each time that it is looked at: so it tells how often that was. */
    private static final class Still {
        /** It looks twice before it sleeps: whether it is time, and how long that still is. */
        private static final int LOOKS = 2;

        private final AtomicLong clock = new AtomicLong();
        private final AtomicInteger rings = new AtomicInteger();
        private final SleepingAlarm alarm = new SleepingAlarm(new Elsewhere(1, clock), "alarm", this::ring);

        Still() {
            alarm.start();
        }

        private void ring() {
            rings.incrementAndGet();
            alarm.set(Surroundings.NEVER);
        }

        /** Sets it to a time that is still to come, and returns once it has looked so often since. */
        private void looksAfter(long instant, int looks) {
            long before = clock.get();
            alarm.set(instant);
            Eventually.holds(() -> clock.get() >= before + looks, () -> "does not look: " + clock);
        }

        private void rang(int times) {
            Eventually.holds(() -> rings.get() >= times, () -> "has rung " + rings + " times of " + times);
            assertThat(rings).hasValue(times);
        }
    }

    /** Who has it ring takes the host's lock: nobody is to wait for that where nothing is due. */
    @Test
    void doesNotRingAtATimeThatHasMovedBack() {
        Still still = new Still();
        for (int round = 0; round < 100; round++) {
            still.looksAfter(still.clock.get() + SOON_NS, Still.LOOKS);
            // It sleeps until then, looks at what it is set to now, and sleeps on.
            still.looksAfter(still.clock.get() + LATER_NS, Still.LOOKS);
            assertThat(still.rings).hasValue(round);
            still.alarm.set(0);
            still.rang(round + 1);
        }
        still.alarm.end();
        assertThat(still.rings).hasValue(100);
    }

    @Test
    void ringsAtOnceWhenTheTimeIsBroughtForwardWhileItSleeps() {
        Still still = new Still();
        for (int round = 0; round < 100; round++) {
            still.looksAfter(still.clock.get() + LATER_NS, Still.LOOKS);
            still.alarm.set(0);
            still.rang(2 * round + 1);
            still.alarm.set(Surroundings.NEVER);
            still.alarm.set(0);
            still.rang(2 * round + 2);
        }
        still.alarm.end();
        assertThat(still.rings).hasValue(200);
    }

    /** It looks at the first time, though it was moved back: what it was brought forward to meanwhile is later than that. */
    @Test
    void ringsAtATimeThatHasMovedBackAndForward() {
        Owner owner = new Owner(surroundings);
        for (int round = 0; round < 100; round++) {
            long now = surroundings.now();
            owner.isDueAt(now + SOON_NS, Surroundings.NEVER);
            owner.isDueAt(now + LATER_NS, Surroundings.NEVER);
            owner.isDueAt(now + 2 * SOON_NS, Surroundings.NEVER);
            int done = round + 1;
            Eventually.holds(() -> owner.done() == done, () -> "done " + owner.done() + " of " + done);
        }
        owner.alarm.end();
    }

    /** Each of several threads has something due, again and again: none is done before its time, and all are. */
    @Test
    void ringsForAllWhoSetIt() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Agenda agenda = new Agenda(surroundings);
        List<Call<Boolean>> setters = new ArrayList<>();
        for (int i = 0; i < SETTERS; i++) {
            SplittableRandom own = random.split();
            setters.add(Call.run(() -> {
                for (int round = 0; round < ROUNDS / SETTERS; round++) {
                    long due = surroundings.now() + own.nextLong(4 * SOON_NS);
                    CompletableFuture<Long> done = agenda.add(due);
                    if (own.nextInt(4) == 0) {
                        agenda.add(due + LATER_NS).cancel(false);
                    }
                    assertThat(done.get(PATIENCE_NS, TimeUnit.NANOSECONDS)).isGreaterThanOrEqualTo(due);
                }
            }));
        }
        for (Call<Boolean> setter : setters) {
            assertThat(setter.get()).as("seed %d", seed).isTrue();
        }
        agenda.alarm.end();
    }

    /** What is due for many, the alarm set to what is due first. */
    private static final class Agenda {
        private record Entry(long due, CompletableFuture<Long> done) {}

        private final Surroundings surroundings;
        private final Monitor monitor;
        private final Alarm alarm;

        // Guarded by the monitor
        private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::due));

        Agenda(Surroundings surroundings) {
            this.surroundings = surroundings;
            this.monitor = surroundings.monitor();
            this.alarm = surroundings.alarm(this::ring);
        }

        /** Completed with the time when it is due. */
        CompletableFuture<Long> add(long due) {
            Entry entry = new Entry(due, new CompletableFuture<>());
            monitor.lock();
            try {
                entries.add(entry);
                setAlarm();
            } finally {
                monitor.unlock();
            }
            return entry.done();
        }

        private void ring() {
            monitor.lock();
            try {
                long now = surroundings.now();
                while (!entries.isEmpty() && entries.peek().due() <= now) {
                    entries.remove().done().complete(now);
                }
                setAlarm();
            } finally {
                monitor.unlock();
            }
        }

        private void setAlarm() {
            entries.removeIf(entry -> entry.done().isCancelled());
            alarm.set(entries.isEmpty() ? Surroundings.NEVER : entries.peek().due());
        }
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
