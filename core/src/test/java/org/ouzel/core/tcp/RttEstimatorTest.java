package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RttEstimatorTest {
    private static final long MS = 1_000_000;

    private final RttEstimator rtt = new RttEstimator(TcpParameters.DEFAULT);

    @Test
    @Tag("MUST-18")
    @Tag("6298-2-1")
    void beginsWithASecond() {
        assertThat(rtt.rtoNs()).isEqualTo(1000 * MS); // RFC 6298 §2.1
    }

    @Test
    @Tag("MUST-18")
    @Tag("6298-2-2")
    void takesTheFirstSampleAndHalfOfItAsVariation() {
        rtt.sample(400 * MS, 1);
        assertThat(rtt.smoothedNs()).isEqualTo(400 * MS); // RFC 6298 §2.2
        assertThat(rtt.variationNs()).isEqualTo(200 * MS);
        assertThat(rtt.rtoNs()).isEqualTo(1200 * MS);
    }

    @Test
    @Tag("MUST-18")
    @Tag("6298-2-3")
    @Tag("6298-2-4")
    @Tag("6298-2-5")
    @Tag("6298-2-6")
    void weighsLaterSamplesByAnEighthAndAQuarter() {
        rtt.sample(400 * MS, 1);
        rtt.sample(800 * MS, 1);
        assertThat(rtt.variationNs()).isEqualTo(250 * MS); // RFC 6298 §2.3: 3/4 * 200 + 1/4 * |400 - 800|
        assertThat(rtt.smoothedNs()).isEqualTo(450 * MS);
        assertThat(rtt.rtoNs()).isEqualTo(1450 * MS);
    }

    // G is the least RTO.
    @Test
    @Tag("6298-2-6")
    @Tag("6298-4-1")
    void leavesTheLeastTimeWhereTheVariationIsNone() {
        for (int sample = 0; sample < 200; sample++) {
            rtt.sample(400 * MS, 1);
        }
        assertThat(rtt.variationNs()).isLessThan(MS);
        assertThat(rtt.rtoNs()).isEqualTo(rtt.smoothedNs() + TcpParameters.DEFAULT.minRtoNs());
    }

    @Test
    @Tag("MUST-18")
    @Tag("MUST-19")
    @Tag("6298-2-8")
    @Tag("6298-5-3")
    void doublesAtEachTimeoutUpToTheGreatestAndForgetsThatWithASample() {
        rtt.backOff();
        rtt.backOff();
        assertThat(rtt.rtoNs()).isEqualTo(4000 * MS);
        for (int timeout = 0; timeout < 100; timeout++) {
            rtt.backOff();
        }
        assertThat(rtt.rtoNs()).isEqualTo(TcpParameters.DEFAULT.maxRtoNs());
        rtt.sample(100 * MS, 1);
        assertThat(rtt.rtoNs()).isEqualTo(300 * MS);
    }

    // Hostile input T55
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1L << 31, 1L << 61})
    void staysWithinItsBoundsWhateverIsMeasured(long sample) {
        rtt.sample(sample, 1);
        rtt.sample(sample, 1);
        rtt.backOff();
        assertThat(rtt.rtoNs()).isBetween(TcpParameters.DEFAULT.minRtoNs(), TcpParameters.DEFAULT.maxRtoNs());
    }
}
