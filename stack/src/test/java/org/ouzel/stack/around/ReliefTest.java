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
    private final Relief relief = new Relief("relief", () -> {
        boolean gone = this.relief().isGone();
        this.relief().onBack();
        taken.add(gone);
    });

    private Relief relief() {
        return relief;
    }

    @AfterEach
    void end() {
        relief.end();
    }

    @Test
    void whoDoesNotComeBackHasHisPlaceTaken() throws Exception {
        relief.onGone();
        assertThat(taken.take()).isTrue();
        assertThat(relief.isGone()).isFalse();
    }

    @Test
    void soHasWhoComesBackAgainAndAgainAndThenNoMore() throws Exception {
        for (int i = 0; i < ERRANDS; i++) {
            relief.onGone();
            relief.onBack();
        }
        relief.onGone();
        assertThat(taken.take()).isTrue();
        relief.onGone();
        assertThat(taken.take()).isTrue();
        assertThat(taken).isEmpty();
    }
}
