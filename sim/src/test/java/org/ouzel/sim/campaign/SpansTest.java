package org.ouzel.sim.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans against one bit for each byte. */
class SpansTest {
    private static final int BYTES = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void knowWhatHasCome(long seed) {
        Random random = new Random(seed);
        Spans spans = new Spans();
        BitSet model = new BitSet();
        for (int step = 0; step < 200; step++) {
            int from = random.nextInt(BYTES);
            int end = from + 1 + random.nextInt(20);
            spans.add(from, end);
            model.set(from, end);
            assertThat(spans.contiguous()).as("seed %d, step %d", seed, step).isEqualTo(model.nextClearBit(0));
            int asked = random.nextInt(BYTES);
            int to = asked + random.nextInt(30);
            assertThat(spans.contains(asked, to))
                    .as("seed %d, step %d: %d to %d", seed, step, asked, to)
                    .isEqualTo(model.nextClearBit(asked) >= to);
        }
    }
}
