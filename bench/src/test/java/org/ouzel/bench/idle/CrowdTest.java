package org.ouzel.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private static final long MOMENT_NS = 20_000_000;

    private final Crowd crowd = new Crowd();

    /** More than one port takes. */
    @Test
    void opensAsManyAsItIsTold() throws IOException {
        assertThat(crowd.open(1)).isPositive();
        assertThat(crowd.open(8_099)).isPositive();

        assertThat(crowd.connections()).isEqualTo(8_100);
        crowd.check(100);
    }

    @Test
    void oneOfThemCarriesTrafficAndItAndTheOthersStillCarryDataThen() throws IOException {
        crowd.open(10);

        assertThat(Traffic.roundTripNs(crowd.middle(), MOMENT_NS)).isPositive();
        assertThat(Traffic.segmentNs(crowd.middle(), MOMENT_NS)).isPositive();

        crowd.check(10);
    }

    @Test
    void tellsOfOneThatCarriesNothingAnyMore() throws IOException {
        crowd.open(10);
        crowd.middle().far().abort();

        assertThatThrownBy(() -> crowd.check(10)).isInstanceOf(IOException.class);
    }
}
