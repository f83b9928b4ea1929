package org.ouzel.checks.goodput;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How two flows share a bottleneck, from half a minute after the first has begun. The bands are wider than what was measured, and
 * say no more than what the papers agree on; {@code docs/goodput.md} names them.
 */
class FairnessTest {
    private static final int LATEST_BEGIN_MS = 5000;
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Bottleneck SHORT = Bottleneck.of(20_000_000, Duration.ofMillis(20));
    private static final Bottleneck MEDIUM = Bottleneck.of(20_000_000, Duration.ofMillis(40));
    private static final Bottleneck LONG = Bottleneck.of(50_000_000, Duration.ofMillis(100));

    /** Two flows, the share of the first in what both get. */
    private static double share(String one, String other, Bottleneck path, long seed) throws Exception {
        Race race = new Race(seed, path, SETTLING.plus(WINDOW));
        Race.Flow first = race.flow(one, Duration.ofMillis(race.random().nextInt(LATEST_BEGIN_MS)));
        Race.Flow second = race.flow(other, Duration.ofMillis(race.random().nextInt(LATEST_BEGIN_MS)));
        long[] before = new long[2];
        race.at(SETTLING, () -> {
            before[0] = first.receivedBytes();
            before[1] = second.receivedBytes();
        });
        race.run();
        long firstBytes = first.receivedBytes() - before[0];
        long secondBytes = second.receivedBytes() - before[1];
        assertThat(path.share(firstBytes + secondBytes, WINDOW))
                .as("use of the bottleneck")
                .isGreaterThan(0.9);
        return (double) firstBytes / (firstBytes + secondBytes);
    }

    /** RFC 9438 §5.6: flows of the same round trip come to the same throughput. Here to within a tenth of it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void twoCubicFlowsShareEvenly(long seed) throws Exception {
        assertThat(share("cubic", "cubic", SHORT, seed)).isBetween(0.45, 0.55);
    }

    /** RFC 9438 §4.3, §5.1: where Reno does well, CUBIC behaves like it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void cubicLeavesRenoItsShareOfAShortPath(long seed) throws Exception {
        assertThat(share("cubic", "newreno", SHORT, seed)).isBetween(0.4, 0.6);
    }

    /** RFC 9438 §5.2: on a long and fast path CUBIC takes what Reno is too slow to take, and Reno goes on. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void cubicTakesMoreOfALongPath(long seed) throws Exception {
        assertThat(share("cubic", "newreno", LONG, seed)).isBetween(0.6, 0.95);
    }

    /** A queue of half a bandwidth-delay product: BBR gets at least its share, and CUBIC is not starved. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bbrDoesNotStarveCubicBeforeAShallowQueue(long seed) throws Exception {
        assertThat(share("bbr", "cubic", MEDIUM.withQueue(0.5, 1), seed)).isBetween(0.5, 0.85);
    }

    /** A queue of ten bandwidth-delay products, which CUBIC fills: neither is starved. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neitherBbrNorCubicStarvesBeforeADeepQueue(long seed) throws Exception {
        assertThat(share("bbr", "cubic", MEDIUM.withQueue(10, 1), seed)).isBetween(0.2, 0.8);
    }
}
