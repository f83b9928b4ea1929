package org.ouzel.bench.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Quantiles of what was added, in whatever order. */
class LatenciesTest {
    @Test
    void givesTheTimeThatSuchAPartDidNotExceed() {
        Latencies latencies = new Latencies(200);
        LongStream.rangeClosed(1, 100).map(time -> 101 - time).forEach(latencies::add);

        assertThat(latencies.count()).isEqualTo(100);
        assertThat(latencies.quantile(0.5)).isEqualTo(50);
        assertThat(latencies.quantile(0.99)).isEqualTo(99);
        assertThat(latencies.quantile(1)).isEqualTo(100);
    }

    @Test
    void oneTimeIsAllQuantiles() {
        Latencies latencies = new Latencies(1);
        latencies.add(7);

        assertThat(latencies.isFull()).isTrue();
        assertThat(latencies.quantile(0.01)).isEqualTo(7);
        assertThat(latencies.quantile(0.99)).isEqualTo(7);
    }

    @Test
    void nothingHasNoQuantiles() {
        assertThatThrownBy(() -> new Latencies(1).quantile(0.5)).isInstanceOf(IllegalArgumentException.class);
    }
}
