package org.ouzel.os.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 2000;

    private final AtomicInteger closed = new AtomicInteger();
    private final Gate gate = new Gate(closed::incrementAndGet);

    @Test
    void closesAtOnceIfNobodyIsInside() {
        assertThat(gate.shut()).isTrue();
        gate.leave();

        assertThat(closed).hasValue(1);
        assertThat(gate.isShut()).isTrue();
    }

    @Test
    void leavesClosingToTheLast() {
        assertThat(gate.enter()).isTrue();
        assertThat(gate.enter()).isTrue();
        assertThat(gate.shut()).isTrue();
        gate.leave();
        gate.leave();
        assertThat(closed).hasValue(0);
        gate.leave();

        assertThat(closed).hasValue(1);
    }

    @Test
    void letsNobodyInOnceShut() {
        assertThat(gate.shut()).isTrue();

        assertThat(gate.enter()).isFalse();
        assertThat(gate.shut()).isFalse();
        gate.leave();
        assertThat(gate.enter()).isFalse();
        assertThat(closed).hasValue(1);
    }

    @Test
    void isReopenedByNobody() {
        assertThat(gate.enter()).isTrue();
        gate.leave();

        assertThat(gate.isShut()).isFalse();
        assertThat(closed).hasValue(0);
    }

    @Test
    void neverClosesUnderOneWhoIsInside() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 2)) {
            for (int round = 0; round < ROUNDS; round++) {
                race(threads);
            }
        }
    }

    /** Some go in and out until they are refused, two shut; each that is inside looks whether it is closed under it. */
    private static void race(ExecutorService threads) throws Exception {
        AtomicInteger ends = new AtomicInteger();
        Gate gate = new Gate(ends::incrementAndGet);
        CyclicBarrier start = new CyclicBarrier(THREADS + 2);
        List<Future<Integer>> users = IntStream.range(0, THREADS)
                .mapToObj(i -> threads.submit(() -> {
                    start.await();
                    int early = 0;
                    while (gate.enter()) {
                        early += ends.get();
                        gate.leave();
                    }
                    return early;
                }))
                .toList();
        List<Future<Integer>> closers = IntStream.range(0, 2)
                .mapToObj(i -> threads.submit(() -> {
                    start.await();
                    if (!gate.shut()) {
                        return 0;
                    }
                    int early = ends.get();
                    gate.leave();
                    return early;
                }))
                .toList();
        for (Future<Integer> user : users) {
            assertThat(user.get()).isZero();
        }
        for (Future<Integer> closer : closers) {
            assertThat(closer.get()).isZero();
        }
        assertThat(ends).hasValue(1);
    }
}
