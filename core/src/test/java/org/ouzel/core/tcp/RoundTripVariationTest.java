package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripVariationTest {
    private static final long MS = 1_000_000;

    private final RoundTripVariation estimate = new RoundTripVariation(200 * MS);

    @Test
    void beginsWithTwiceTheFirstMeasurementOrTheLeast() {
        estimate.sample(150 * MS, 1, 1);
        assertThat(estimate.smoothedNs()).isEqualTo(150 * MS);
        assertThat(estimate.deviationNs()).isEqualTo(75 * MS);
        assertThat(estimate.marginNs()).isEqualTo(300 * MS);
        RoundTripVariation quick = new RoundTripVariation(200 * MS);
        quick.sample(20 * MS, 1, 1);
        assertThat(quick.marginNs()).isEqualTo(200 * MS);
    }

    @Test
    void growsAtOnceWithWhatTakesLonger() {
        estimate.sample(100 * MS, 1, 1);
        estimate.sample(200 * MS, 1001, 1001);
        assertThat(estimate.smoothedNs()).isEqualTo(112_500_000);
        assertThat(estimate.deviationNs()).isEqualTo(62_500_000);
        assertThat(estimate.marginNs()).isEqualTo(250 * MS);
    }

    @Test
    void fallsOnceInARoundTrip() {
        estimate.sample(400 * MS, 1, 1);
        estimate.sample(400 * MS, 1, 5001);
        estimate.sample(400 * MS, 1, 5001);
        assertThat(estimate.marginNs()).isEqualTo(800 * MS);
        estimate.sample(400 * MS, 1001, 5001);
        long once = estimate.marginNs();
        assertThat(once).isLessThanOrEqualTo(800 * MS);
        estimate.sample(400 * MS, 2001, 5001);
        estimate.sample(400 * MS, 3001, 5001);
        assertThat(estimate.marginNs()).isEqualTo(once);
        estimate.sample(400 * MS, 5002, 9001);
        assertThat(estimate.marginNs()).isLessThan(once);
    }

    @Test
    void whatComesSoonerCountsForLess() {
        estimate.sample(400 * MS, 1, 1);
        long before = estimate.deviationNs();
        estimate.sample(1 * MS, 1, 1);
        assertThat(estimate.deviationNs()).isBetween(before, before + 30 * MS);
    }
}
