package org.ouzel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Medians, and medians of ratios. */
class RoundValuesTest {
    private final RoundValues<String> values = new RoundValues<>();

    private void add(String what, double... rounds) {
        for (int round = 0; round < rounds.length; round++) {
            values.add(round, what, rounds[round]);
        }
    }

    @Test
    void givesTheMedianOfTheRatiosOfEachRound() {
        add("one", 8, 2, 3);
        add("other", 4, 10, 2);

        // Of each round 2, 0.2 and 1.5; a ratio of the medians would be 0.75.
        assertThat(values.ratio("one", "other")).hasValue(1.5);
        assertThat(values.median("one")).hasValue(3);
        assertThat(values.least("one")).hasValue(2);
        assertThat(values.most("one")).hasValue(8);
    }

    @Test
    void comparesOnlyWhatWasMeasuredInOneRound() {
        add("one", 8, 2, 3);
        values.add(2, "other", 2);

        assertThat(values.ratio("one", "other")).hasValue(1.5);
    }

    @Test
    void givesNothingOfWhatWasNotMeasured() {
        add("one", 8);
        add("nothing", 0);

        assertThat(values.median("other")).isEmpty();
        assertThat(values.least("other")).isEmpty();
        assertThat(values.most("other")).isEmpty();
        assertThat(values.ratio("one", "other")).isEmpty();
        assertThat(values.ratio("other", "one")).isEmpty();
        assertThat(values.ratio("one", "nothing")).isEmpty();
    }
}
