package org.ouzel.os.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.os.sys.EpollAbi;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.around.Threads;

/** Whoever is woken goes on, be it before he waits or while he does. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParkedTest {
    private static final int WAITS = 50_000;
    private static final long PATIENCE_MS = TimeUnit.SECONDS.toMillis(20);

    private final Surroundings surroundings = new Threads("test");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobodyWhoIsWokenWaitsForEver(boolean virtual) throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        AtomicReference<@Nullable Parked> waiting = new AtomicReference<>();
        AtomicInteger woken = new AtomicInteger();
        Thread one = (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(() -> {
            for (int i = 0; i < WAITS; i++) {
                Parked parked = new Parked(0);
                waiting.set(parked);
                parked.park(surroundings, Surroundings.NEVER);
                woken.addAndGet(parked.isWoken() ? 1 : 0);
            }
        });
        Thread.ofPlatform().daemon().start(() -> {
            while (one.isAlive()) {
                Parked parked = waiting.getAndSet(null);
                for (int spin = parked == null ? 0 : random.nextInt(100); spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                if (parked != null) {
                    parked.wake();
                }
            }
        });
        one.join(PATIENCE_MS);
        assertThat(woken).as("seed %d", seed).hasValue(WAITS);
    }

    @Test
    void waitsNoLongerThanItsTime() {
        Parked parked = new Parked(0);
        long deadline = surroundings.now() + TimeUnit.MILLISECONDS.toNanos(5);
        parked.park(surroundings, deadline);
        assertThat(surroundings.now()).isGreaterThanOrEqualTo(deadline);
        assertThat(parked.isWoken()).isFalse();
    }

    @Test
    void isEndedByAnInterruptThatStays() {
        Parked parked = new Parked(0);
        Thread.currentThread().interrupt();
        parked.park(surroundings, Surroundings.NEVER);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(parked.isWoken()).isFalse();
    }

    @Test
    void wantsWhatItWaitsForAndNothingElse() {
        Parked parked = new Parked(EpollAbi.EPOLLIN | EpollAbi.EPOLLPRI);
        assertThat(parked.wants(EpollAbi.EPOLLIN | EpollAbi.EPOLLOUT)).isTrue();
        assertThat(parked.wants(EpollAbi.EPOLLOUT)).isFalse();
    }
}
