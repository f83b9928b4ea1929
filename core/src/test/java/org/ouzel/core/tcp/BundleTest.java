package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** Segments that leave at once, for a link that cuts them: what is on the wire is what would be without. */
class BundleTest {
    private static final int LARGEST = 0xffff;
    private static final int TOTAL = 400_000;

    /** What of a segment tells how data was cut. */
    private record Cut(int seq, int length, TcpFlags flags) {
        static Cut of(TcpSegment segment) {
            return new Cut(segment.seq(), segment.payload().length(), segment.flags());
        }
    }

    private static Pair pair(long seed, boolean bundles) throws CallRefused {
        return pair(seed, bundles, Pair.SETTINGS);
    }

    private static Pair pair(long seed, boolean bundles, TcpSettings settings) throws CallRefused {
        Pair pair = new Pair(seed, settings);
        pair.server.passiveOpen(Deadline.NONE);
        pair.client.activeOpen(pair.name, 1500, pair.now);
        if (bundles) {
            pair.client.onSegmentation(LARGEST);
        }
        return pair;
    }

    private static void open(Pair pair) {
        pair.runUntil(() -> pair.client.state() == State.ESTABLISHED && pair.server.state() == State.ESTABLISHED);
    }

    private static MemorySegment data(long seed) {
        byte[] bytes = new byte[TOTAL];
        new Random(seed).nextBytes(bytes);
        return MemorySegment.ofArray(bytes);
    }

    /** Sends the data, some of it pushed, closes, and returns what has come. */
    private static MemorySegment carry(Pair pair, MemorySegment data, Random writes) throws CallRefused {
        MemorySegment received = MemorySegment.ofArray(new byte[TOTAL]);
        long sent = 0;
        int count = 0;
        while (count < TOTAL) {
            if (sent < TOTAL) {
                long chunk = Math.min(writes.nextLong(1, 40_000), TOTAL - sent);
                sent += pair.client.write(data.asSlice(sent, chunk), writes.nextInt(3) == 0, false, pair.now);
                if (sent == TOTAL) {
                    pair.client.close(pair.now);
                }
            }
            long given = sent;
            pair.runUntil(
                    () -> pair.server.unreadBytes() > 0 || (given < TOTAL && pair.client.sendRoom() > Pair.BUFFER / 2));
            while (pair.server.unreadBytes() > 0) {
                count += pair.server.read(received.asSlice(count), pair.now).count();
            }
        }
        pair.runUntil(() -> pair.server.isAtEnd());
        return received;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void onTheWireNothingDiffersFromSingleSegments(long seed) throws CallRefused {
        isTheSameOnTheWire(seed, Pair.SETTINGS, 0);
    }

    @ParameterizedTest
    @EnumSource(TcpHabits.Pushing.class)
    void whatIsPushedIsTheSame(TcpHabits.Pushing pushing) throws CallRefused {
        TcpHabits habits = TcpTuning.DEFAULT.habits();
        TcpTuning tuning = TcpTuning.DEFAULT.with(habits.with(habits.sending().withPushing(pushing)));
        isTheSameOnTheWire(3, Pair.SETTINGS.with(tuning), 0);
    }

    /** RFC 6582: of what is in flight the first segment alone goes again. */
    @ParameterizedTest
    @ValueSource(ints = {61, 62, 63})
    void withoutSelectiveAcknowledgmentsOneSegmentGoesAgainForOneThatIsLost(int which) throws CallRefused {
        TcpTuning.Offers usual = TcpTuning.DEFAULT.offers();
        TcpTuning.Offers withoutSack = new TcpTuning.Offers(
                usual.timestamps(),
                usual.toleratesMissingTimestamps(),
                false,
                usual.windowScale(),
                usual.windowShift(),
                usual.mss(),
                usual.leastMss(),
                usual.layout(),
                usual.ecnReports());
        isTheSameOnTheWire(which, Pair.SETTINGS.with(TcpTuning.DEFAULT.with(withoutSack)), which);
    }

    /**
     * Carries the same data twice.
     *
     * @param lost which of the segments with data is lost; 0 for none
     */
    private static void isTheSameOnTheWire(long seed, TcpSettings settings, int lost) throws CallRefused {
        Pair bundled = pair(seed, true, settings);
        Pair single = pair(seed, false, settings);
        for (Pair pair : List.of(bundled, single)) {
            AtomicInteger withData = new AtomicInteger();
            pair.dropIf = segment -> segment.payload().length() > 0 && withData.incrementAndGet() == lost;
        }
        for (Pair pair : List.of(bundled, single)) {
            open(pair);
            assertThat(carry(pair, data(seed), new Random(seed)).mismatch(data(seed)))
                    .as("seed %d", seed)
                    .isEqualTo(-1);
        }
        for (int i = 0; i < Math.max(bundled.trace.size(), single.trace.size()); i++) {
            assertThat(Cut.of(bundled.trace.get(i)))
                    .as("seed %d, segment %d", seed, i)
                    .isEqualTo(Cut.of(single.trace.get(i)));
        }
        assertThat(bundled.mostAtOnce).isGreaterThan(8);
        assertThat(single.mostAtOnce).isEqualTo(1);
        assertThat(counts(bundled)).isEqualTo(counts(single));
    }

    private static List<Long> counts(Pair pair) {
        TcbStatus status = pair.client.status(pair.now);
        return List.of(
                status.counters().segmentsOut(),
                status.counters().dataSegmentsOut(),
                status.counters().segmentsDelivered(),
                status.counters().bytesOut());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void arriveWholeOverABadNetwork(long seed) throws CallRefused {
        Pair pair = pair(seed, true);
        pair.faults = new Pair.Faults(0.03 * (seed % 4), 0.05 * (seed % 3), 0.1 * (seed % 5));
        open(pair);
        assertThat(carry(pair, data(seed), new Random(seed)).mismatch(data(seed)))
                .as("seed %d", seed)
                .isEqualTo(-1);
        assertThat(pair.mostAtOnce).as("seed %d", seed).isGreaterThan(1);
    }

    @Test
    void urgentDataGoesInSegmentsOfItsOwn() throws CallRefused {
        Pair pair = pair(1, true);
        open(pair);
        MemorySegment data = data(1).asSlice(0, 10_000);
        assertThat(pair.client.write(data, true, true, pair.now)).isEqualTo(10_000);
        pair.runUntil(() -> pair.server.unreadBytes() == 10_000);
        assertThat(pair.mostAtOnce).isEqualTo(1);
        assertThat(pair.trace.stream()
                        .filter(segment -> segment.has(TcpFlags.URG))
                        .toList())
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(segment -> assertThat(segment.seq() + segment.urgentPointer())
                        .isEqualTo(pair.trace.getFirst().seq() + 1 + 10_000));
    }
}
