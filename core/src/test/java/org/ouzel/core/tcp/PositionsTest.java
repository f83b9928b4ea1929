package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {

    // Hostile input T23: initial sequence numbers at every edge
    @ParameterizedTest
    @ValueSource(ints = {0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -1000})
    void findsThePositionOfASequenceNumberNearAReference(int initial) {
        Positions positions = new Positions(initial);
        for (long reference : new long[] {0, 1, 1L << 31, (1L << 32) - 1, 1L << 32, 12L << 30}) {
            for (long distance : new long[] {-(1L << 31), -1, 0, 1, (1L << 31) - 1}) {
                long position = reference + distance;
                assertThat(positions.nearest(positions.sequence(position), reference))
                        .isEqualTo(position);
            }
        }
    }
}
