package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody else for a thread that does not come back. */
@Timeout(60)
class ReliefTest {
    private static final int ERRANDS = 1000;

    private final BlockingQueue<Boolean> taken = new LinkedBlockingQueue<>();
    private final Object lock = new Object();
    private final Relief relief = new Relief("relief", this::takePlace);

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
        Relief refused = new Relief("refused", step -> {
            tries.add(step);
            throw new OutOfMemoryError("unable to create native thread");
        });
        assertThat(refused.onGone()).isTrue();

        assertThat(tries.take()).isEqualTo(1);
        assertThat(tries.take()).isEqualTo(1);
        refused.end();
    }
}
