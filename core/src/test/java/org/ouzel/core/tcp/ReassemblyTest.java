package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReassemblyTest {
    private static final int SPACE = 400;

    @Test
    void agreesWithASetOfPositionsWhateverArrives() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            Reassembly reassembly = new Reassembly();
            BitSet model = new BitSet(SPACE);
            for (int step = 0; step < 60; step++) {
                int from = random.nextInt(SPACE - 1);
                int to = from + 1 + random.nextInt(Math.min(30, SPACE - from));
                assertThat(reassembly.firstMissing(from, to))
                        .as("seed %d", seed)
                        .isEqualTo(Math.min(model.nextClearBit(from), to));
                int received = model.nextSetBit(from);
                assertThat(reassembly.firstReceived(from, to))
                        .as("seed %d", seed)
                        .isEqualTo(received < 0 ? to : Math.min(received, to));
                reassembly.add(from, to);
                model.set(from, to);
            }
            assertThat(reassembly.advance(0)).as("seed %d", seed).isEqualTo(model.nextClearBit(0));
        }
    }

    @Test
    void boundsTheNumberOfRangesButTakesWhatTouchesOne() {
        Reassembly reassembly = new Reassembly();
        for (int range = 0; range < Reassembly.MAX_RANGES; range++) {
            reassembly.add(10L * range, 10L * range + 5);
        }
        assertThat(reassembly.isFullFor(7, 8)).isTrue();
        assertThat(reassembly.isFullFor(5, 8)).isFalse();
        assertThat(reassembly.size()).isEqualTo(Reassembly.MAX_RANGES);
    }
}
