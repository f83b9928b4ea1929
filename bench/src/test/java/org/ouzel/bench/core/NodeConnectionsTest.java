package org.ouzel.bench.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeConnectionsTest {
    /** More of them than there are ports: so those that rest are let go. */
    private static final int CONNECTIONS = 20_000;

    /** The handshake, two bytes and two ends, each of which tells that the one before has come, and the acknowledgment of the last. */
    private static final int PACKETS = 3 + 2 + 2 + 1;

    @Test
    void eachConnectionTakesTheSameFewPackets() {
        NodeConnections benchmark = new NodeConnections();
        benchmark.listen();

        for (int i = 0; i < CONNECTIONS; i++) {
            assertThat(benchmark.connection()).isEqualTo(PACKETS);
        }
        benchmark.check();
    }
}
