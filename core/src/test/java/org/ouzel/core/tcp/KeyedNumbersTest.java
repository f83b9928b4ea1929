package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.IpAddress;

class KeyedNumbersTest {
    private static final long TICK_NS = 4_000;
    private static final FourTuple TUPLE = new FourTuple(Pair.CLIENT, 40_000, Pair.SERVER, 7);

    private final KeyedNumbers numbers = new KeyedNumbers(new SipHash(1, 2), new SipHash(3, 4));

    /** The clock goes once round its 32 bits in 4.77 hours. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, 0x1_0000_0000L, 1L << 40})
    @Tag("MUST-8")
    void growsByOneEveryFourMicroseconds(long ticks) {
        int first = numbers.sequence(TUPLE, 0);
        assertThat(numbers.sequence(TUPLE, ticks * TICK_NS) - first).isEqualTo((int) ticks);
        assertThat(numbers.sequence(TUPLE, ticks * TICK_NS + TICK_NS - 1) - first)
                .isEqualTo((int) ticks);
        assertThat(numbers.sequence(TUPLE, (ticks + 1) * TICK_NS) - first).isEqualTo((int) (ticks + 1));
    }

    @Test
    @Tag("SHLD-1")
    void dependsOnBothAddressesAndBothPorts() {
        IpAddress other = IpAddress.parse("192.0.2.9");
        List<FourTuple> tuples = List.of(
                TUPLE,
                new FourTuple(other, 40_000, Pair.SERVER, 7),
                new FourTuple(Pair.CLIENT, 40_001, Pair.SERVER, 7),
                new FourTuple(Pair.CLIENT, 40_000, other, 7),
                new FourTuple(Pair.CLIENT, 40_000, Pair.SERVER, 8));
        assertThat(tuples.stream().map(tuple -> numbers.sequence(tuple, 0)).distinct())
                .hasSize(tuples.size());
    }

    /** Who knows all numbers of one connection, but not the secret, learns nothing of another's. */
    @Test
    @Tag("MUST-9")
    void dependsOnTheSecret() {
        for (long secret = 5; secret < 100; secret++) {
            KeyedNumbers others = new KeyedNumbers(new SipHash(1, secret), new SipHash(3, 4));
            assertThat(others.sequence(TUPLE, 0)).isNotEqualTo(numbers.sequence(TUPLE, 0));
        }
    }
}
