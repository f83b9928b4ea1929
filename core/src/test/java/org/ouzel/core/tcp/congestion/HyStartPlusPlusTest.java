package org.ouzel.core.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyStartPlusPlusTest {
    private static final long MS = 1_000_000;

    private final HyStartPlusPlus hyStart = new HyStartPlusPlus();
    private long position = 1;

    @ParameterizedTest
    @CsvSource({"8, 4", "32, 4", "80, 10", "128, 16", "400, 16"})
    @Tag("9406-4.2-1")
    @Tag("9406-4.3-1")
    void slowsDownWhenTheRoundTripGrowsByAnEighthWithinBounds(long rttMs, long thresholdMs) {
        round(8, rttMs * MS);
        round(8, (rttMs + thresholdMs) * MS - 1);
        assertThat(hyStart.isConservative()).isFalse();
        // The least of the last round counts, which was almost a threshold more.
        round(8, (rttMs + thresholdMs) * MS - 1);
        assertThat(hyStart.isConservative()).isFalse();
        round(8, (rttMs + thresholdMs) * MS * 2);
        assertThat(hyStart.isConservative()).isTrue();
    }

    @Test
    @Tag("9406-4.2-1")
    void wantsEightSamplesOfARound() {
        round(8, 20 * MS);
        round(7, 40 * MS);
        assertThat(hyStart.isConservative()).isFalse();
        round(8, 60 * MS);
        assertThat(hyStart.isConservative()).isTrue();
    }

    @Test
    @Tag("9406-4.2-1")
    void takesTheLeastOfARound() {
        round(8, 20 * MS);
        acknowledge(20 * MS, true);
        for (int i = 0; i < 20; i++) {
            acknowledge(90 * MS, false);
        }
        assertThat(hyStart.isConservative()).isFalse();
    }

    @Test
    @Tag("9406-4.2-3")
    @Tag("9406-4.2-4")
    @Tag("9406-4.3-2")
    void growsByAQuarterAndEndsAfterFiveRounds() {
        round(8, 20 * MS);
        assertThat(hyStart.increase(4000)).isEqualTo(4000);
        assertThat(round(8, 30 * MS)).isFalse();
        assertThat(hyStart.increase(4000)).isEqualTo(1000);
        for (int round = 0; round < 4; round++) {
            assertThat(round(8, 30 * MS)).isFalse();
        }
        assertThat(round(8, 30 * MS)).isTrue();
    }

    @Test
    @Tag("9406-4.2-2")
    void takesItBackWhenTheRoundTripFalls() {
        round(8, 20 * MS);
        round(8, 30 * MS);
        round(8, 30 * MS);
        assertThat(hyStart.isConservative()).isTrue();
        round(8, 29 * MS);
        assertThat(hyStart.isConservative()).isFalse();
        assertThat(hyStart.increase(4000)).isEqualTo(4000);
        round(8, 40 * MS);
        assertThat(hyStart.isConservative()).isTrue();
        for (int round = 0; round < 4; round++) {
            assertThat(round(8, 40 * MS)).isFalse();
        }
        assertThat(round(8, 40 * MS)).isTrue();
    }

    // RFC 9406 §4.2
    @Test
    void doesNothingWithoutSamples() {
        for (int round = 0; round < 20; round++) {
            assertThat(round(20, -1)).isFalse();
        }
        assertThat(hyStart.isConservative()).isFalse();
    }

    private boolean round(int samples, long rttNs) {
        boolean over = acknowledge(rttNs, true);
        for (int i = 1; i < samples; i++) {
            over |= acknowledge(rttNs, false);
        }
        return over;
    }

    /** Acknowledges a segment: the first of a round stands at what was SND.NXT when the round before began. */
    private boolean acknowledge(long rttNs, boolean first) {
        position += first ? 1_000_000 : 1000;
        return hyStart.onAcknowledged(position, position + 500_000, rttNs);
    }
}
