package org.ouzel.os.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is left for later is done. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StragglersTest {
    private static final int ROUNDS = 5000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Alarm alarm = new Alarm("test alarm");

    @AfterEach
    void end() {
        alarm.close();
    }

    @Test
    void allIsDoneTogetherInTheOrderInWhichItCame() throws InterruptedException {
        Stragglers stragglers = new Stragglers(alarm);
        CountDownLatch done = new CountDownLatch(3);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            stragglers.add(() -> {
                order.add(number);
                done.countDown();
            });
        }
        done.await();
        assertThat(order).containsExactly(0, 1, 2);
    }

    @Test
    void whatFailsKeepsNothingElseFromBeingDone() throws InterruptedException {
        Stragglers stragglers = new Stragglers(alarm);
        CountDownLatch done = new CountDownLatch(1);
        stragglers.add(() -> {
            throw new IllegalStateException("a failure");
        });
        stragglers.add(done::countDown);
        assertThat(done.await(PATIENCE_NS, TimeUnit.NANOSECONDS)).isTrue();
    }

    /**
     * Each adds the next as soon as his last was done: while the alarm's thread finds out that there are no more. Nobody comes to the help
     * of one who is alone.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void noneIsForgottenAndNoneIsDoneTwice(int adders) throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        Stragglers stragglers = new Stragglers(alarm, 0);
        AtomicInteger run = new AtomicInteger();
        AtomicBoolean forgotten = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < adders; i++) {
            SplittableRandom random = seeds.split();
            threads.add(Thread.ofPlatform().daemon().start(() -> add(stragglers, run, forgotten, random)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(forgotten).as("seed %d", seed).isFalse();
        assertThat(run).as("seed %d", seed).hasValue(adders * ROUNDS);
    }

    private static void add(
            Stragglers stragglers, AtomicInteger run, AtomicBoolean forgotten, SplittableRandom random) {
        for (int round = 0; round < ROUNDS && !forgotten.get(); round++) {
            AtomicBoolean done = new AtomicBoolean();
            for (int spin = random.nextInt(100); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            stragglers.add(() -> {
                run.incrementAndGet();
                done.set(true);
            });
            long end = System.nanoTime() + PATIENCE_NS;
            while (!done.get() && !forgotten.get()) {
                forgotten.compareAndSet(false, System.nanoTime() > end);
                Thread.onSpinWait();
            }
        }
    }
}
