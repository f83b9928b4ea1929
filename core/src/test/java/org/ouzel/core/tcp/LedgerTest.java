package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger gives back what was written in it, in the same order. */
class LedgerTest {
    private static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        -2,
        127,
        128,
        255,
        256,
        65_535,
        65_536,
        1L << 40,
        -(1L << 40),
        Long.MAX_VALUE,
        Long.MAX_VALUE - 1,
        Long.MIN_VALUE
    };

    @Test
    void givesBackEveryKindOfEntry() {
        Ledger ledger = Ledger.blank();
        for (long edge : EDGES) {
            assertThat(ledger.entry(edge)).isEqualTo(edge);
        }
        ledger.entry(Integer.MIN_VALUE);
        ledger.entry(true);
        ledger.entry(false);
        ledger.entry(-0.25);
        ledger.entry(State.CLOSE_WAIT, State.values());

        Ledger written = Ledger.of(ledger.close());
        for (long edge : EDGES) {
            assertThat(written.entry(0L)).isEqualTo(edge);
        }
        assertThat(written.entry(0)).isEqualTo(Integer.MIN_VALUE);
        assertThat(written.entry(false)).isTrue();
        assertThat(written.entry(true)).isFalse();
        assertThat(written.entry(0.0)).isEqualTo(-0.25);
        assertThat(written.isAtEnd()).isFalse();
        assertThat(written.entry(State.CLOSED, State.values())).isEqualTo(State.CLOSE_WAIT);
        assertThat(written.isAtEnd()).isTrue();
    }

    @Test
    void needsHalfAByteForWhatIsNothing() {
        Ledger ledger = Ledger.blank();
        for (int i = 0; i < 1000; i++) {
            ledger.entry(0L);
        }
        assertThat(ledger.close()).hasSize(500);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void givesBackWhateverWasWritten(long seed) {
        Random random = new Random(seed);
        long[] values = random.longs(random.nextInt(2000))
                .map(bits -> bits >> random.nextInt(64))
                .toArray();
        Ledger ledger = Ledger.blank();
        for (long value : values) {
            ledger.entry(value);
        }
        Ledger written = Ledger.of(ledger.close());
        for (long value : values) {
            assertThat(written.entry(0L)).as("seed %d", seed).isEqualTo(value);
        }
        assertThat(written.isAtEnd()).as("seed %d", seed).isTrue();
    }
}
