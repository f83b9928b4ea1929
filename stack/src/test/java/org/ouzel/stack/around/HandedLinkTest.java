package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.ouzel.stack.link.FrameBatch;

class HandedLinkTest {
    private static final FrameBatch NOTHING = new FrameBatch(1, 1);

    /** What has come by the end is all that comes. */
    public static class Ended {
        private int batches;
        private final HandedLink link = new HandedLink("link", _ -> batches++);

        @Operation
        public void come() {
            link.frames(NOTHING);
        }

        @Operation
        public int end() {
            link.awaitEnd();
            return batches;
        }
    }

    @Test
    void nothingComesOnceTheEndWasAwaited() {
        new StressOptions()
                .iterations(20)
                .threads(3)
                .actorsPerThread(3)
                .invocationsPerIteration(500)
                .check(Ended.class);
    }

    @Test
    void whatComesAfterTheEndIsNotHandedOn() {
        AtomicInteger batches = new AtomicInteger();
        HandedLink link = new HandedLink("link", _ -> batches.incrementAndGet());
        link.frames(NOTHING);
        link.awaitEnd();
        link.frames(NOTHING);
        assertThat(batches).hasValue(1);
        assertThat(link.failure()).isEmpty();
    }

    @Test
    void aSinkThatFailsIsAFailureOfTheLink() {
        HandedLink link = new HandedLink("link", _ -> {
            throw new IllegalStateException("a fault of the sink's");
        });
        assertThat(link.failure()).isEmpty();
        link.frames(NOTHING);
        assertThat(link.failure())
                .hasValueSatisfying(why -> assertThat(why).hasRootCauseInstanceOf(IllegalStateException.class));
        link.frames(NOTHING);
    }
}
