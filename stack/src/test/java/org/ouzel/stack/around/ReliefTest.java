package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody else for a thread that does not come back. */
@Timeout(60)
class ReliefTest {
    private static final int ERRANDS = 1000;
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BlockingQueue<Boolean> taken = new LinkedBlockingQueue<>();
    private final Object lock = new Object();
    private final Relief relief = new Relief("relief", PATIENCE_NS, this::takePlace);

    private void takePlace(long step) {
        synchronized (lock) {
            if (relief.isAt(step)) {
                relief.onBack();
                taken.add(true);
            }
        }
    }

    private boolean goes() {
        synchronized (lock) {
            return relief.onGone();
        }
    }

    @AfterEach
    void end() {
        relief.end();
    }

    @Test
    void whoDoesNotComeBackHasHisPlaceTaken() throws Exception {
        assertThat(goes()).isTrue();

        assertThat(taken.take()).isTrue();
        assertThat(relief.isAt(2)).isTrue();
    }

    @Test
    void whoComesBackHasNotAndIsLookedAfterTheNextTime() throws Exception {
        for (int i = 0; i < ERRANDS; i++) {
            synchronized (lock) {
                assertThat(relief.onGone()).isTrue();
                relief.onBack();
            }
        }
        assertThat(taken).isEmpty();
        goes();
        assertThat(taken.take()).isTrue();
        goes();
        assertThat(taken.take()).isTrue();
    }

    @Test
    void isTriedAgainWhereNoThreadCouldBeHad() throws Exception {
        BlockingQueue<Long> tries = new LinkedBlockingQueue<>();
        Relief refused = new Relief("refused", PATIENCE_NS, step -> {
            tries.add(step);
            throw new OutOfMemoryError("unable to create native thread");
        });
        assertThat(refused.onGone()).isTrue();

        assertThat(tries.take()).isEqualTo(1);
        assertThat(tries.take()).isEqualTo(1);
        refused.end();
    }

    /** Who does not come back has his place taken, and nobody else has: whatever its thread is about when he goes. */
    public static class Shared {
        private static final long LONG_NS = TimeUnit.SECONDS.toNanos(5);

        private final Relief relief = new Relief("shared", 0, this::takePlace);
        private boolean gone;
        private boolean forgotten;
        private boolean takenFromOneWhoIsThere;

        private synchronized void takePlace(long step) {
            if (relief.isAt(step)) {
                takenFromOneWhoIsThere |= !gone;
                comeBack();
            }
        }

        private synchronized boolean go() {
            boolean goes = !gone;
            gone |= goes && relief.onGone();
            return goes;
        }

        private synchronized void comeBack() {
            gone = false;
            relief.onBack();
        }

        private synchronized boolean isGone() {
            return gone;
        }

        @Operation
        public void goAndComeBack() {
            synchronized (this) {
                if (go()) {
                    comeBack();
                }
            }
        }

        /** As soon as his place is taken its thread is about to fall asleep: then another goes. */
        @Operation
        public void stay() {
            long began = System.nanoTime();
            if (go()) {
                while (isGone() && !forgotten) {
                    forgotten = System.nanoTime() - began > LONG_NS;
                    Thread.onSpinWait();
                }
            }
        }

        @Validate
        public void nobodyIsForgotten() {
            relief.end();
            if (forgotten || takenFromOneWhoIsThere) {
                throw new AssertionError(forgotten ? "one was forgotten" : "taken from one who is there");
            }
        }
    }

    /** What the calls return, which is nothing, without a thread. */
    public static class Silent {
        public void goAndComeBack() {}

        public void stay() {}
    }

    @Test
    void nobodyIsForgottenWhileItsThreadFallsAsleep() {
        new StressOptions()
                .iterations(10)
                .threads(2)
                .actorsPerThread(8)
                .invocationsPerIteration(100)
                .minimizeFailedScenario(false)
                .sequentialSpecification(Silent.class)
                .check(Shared.class);
    }
}
