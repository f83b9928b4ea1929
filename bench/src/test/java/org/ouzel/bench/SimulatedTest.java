package org.ouzel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The benchmarks count what they say. */
class SimulatedTest {
    private static final int PAYLOAD = 1448;

    @ParameterizedTest
    @EnumSource
    void aTransferCountsTheSegmentsOfItsBytes(SimulatedTransfer.Network network) throws Exception {
        SimulatedTransfer benchmark = new SimulatedTransfer();
        benchmark.network = network;
        benchmark.bytes = 1_000_000;
        SimulatedTransfer.Count count = new SimulatedTransfer.Count();

        benchmark.transfer(count);

        long data = benchmark.bytes / PAYLOAD;
        assertThat(count.segments).isBetween(data, 3 * data);
    }

    @Test
    void idleConnectionsCountTheirTimeAndTheirProbes() throws Exception {
        SimulatedIdle benchmark = new SimulatedIdle();
        benchmark.keepAliveSeconds = 60;
        benchmark.seconds = 630;
        SimulatedIdle.Count count = new SimulatedIdle.Count();

        benchmark.idle(count);

        assertThat(count.virtualSeconds).isBetween(630L, 700L);
        assertThat(count.segments).isBetween(1000L * 2 * 10, 1000L * 2 * 10 + 10_000);
    }
}
