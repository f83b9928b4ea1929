package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.ouzel.stack.link.FrameBatch;

class HandedLinkTest {
    private static final FrameBatch NOTHING = new FrameBatch(1, 1);

    @Test
    void aSinkThatFailsIsAFailureOfTheLinkAndIsGivenNothingMore() {
        AtomicInteger batches = new AtomicInteger();
        HandedLink link = new HandedLink("link", _ -> {
            batches.incrementAndGet();
            throw new IllegalStateException("a fault of the sink's");
        });
        assertThat(link.failure()).isEmpty();
        link.frames(NOTHING);
        assertThat(link.failure())
                .hasValueSatisfying(why -> assertThat(why).hasRootCauseInstanceOf(IllegalStateException.class));
        link.frames(NOTHING);
        assertThat(batches).hasValue(1);
    }
}
