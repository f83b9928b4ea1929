package org.ouzel.os.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever rests is roused. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BerthTest {
    private static final int RESTS = 100_000;
    private static final long PATIENCE_MS = TimeUnit.SECONDS.toMillis(10);

    private final Berth berth = new Berth();

    /** Somebody rouses again and again, be there somebody or not: of those for nobody none is the end of one who comes. */
    @Test
    void nobodyRestsForEver() throws InterruptedException {
        AtomicInteger rested = new AtomicInteger();
        Thread one = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < RESTS; i++) {
                berth.lieDown();
                berth.rest();
                rested.incrementAndGet();
            }
        });
        Thread.ofPlatform().daemon().start(() -> {
            while (one.isAlive()) {
                berth.rouse();
            }
        });
        one.join(PATIENCE_MS);
        assertThat(rested).hasValue(RESTS);
    }
}
