package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowedMinTest {
    private static final long WINDOW = 100;

    private final WindowedMin least = new WindowedMin(WINDOW);

    @Test
    void hasNoneBeforeThereWasAny() {
        assertThat(least.value(0)).isEqualTo(WindowedMin.NONE);
    }

    @Test
    void isTheLeast() {
        least.add(5, 1);
        least.add(3, 2);
        least.add(4, 3);
        assertThat(least.value(3)).isEqualTo(3);
    }

    /** Values that rise: whichever was the least is kept for half of the window, and not for longer than all of it. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 17, 49, 50, 99, 1000, 123_456_789})
    void keepsTheLeastForHalfOfTheWindowAtLeastAndForAllOfItAtTheMost(long began) {
        for (long now = began; now < began + 10 * WINDOW; now++) {
            least.add(now, now);
            assertThat(least.value(now))
                    .as("at %d", now)
                    .isBetween(Math.max(began, now - WINDOW), Math.max(began, now - WINDOW / 2));
        }
    }

    @Test
    void forgetsAllWhenNothingCameForAWindow() {
        least.add(5, 1);
        least.add(6, 60);
        assertThat(least.value(60)).isEqualTo(5);
        assertThat(least.value(260)).isEqualTo(WindowedMin.NONE);
        least.add(9, 260);
        assertThat(least.value(260)).isEqualTo(9);
    }
}
