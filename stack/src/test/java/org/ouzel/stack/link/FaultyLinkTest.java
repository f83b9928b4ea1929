package org.ouzel.stack.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.stack.link.FaultyLink.Counts;

@Timeout(120)
class FaultyLinkTest {
    private static final int PACKETS = 20_000;
    private static final long SEED = 42;

    private final MemoryLink.Wire wire = MemoryLink.wire(1500);

    private FaultyLink faulty(Faults faults) {
        return new FaultyLink(wire.right(), faults, SEED);
    }

    /** Sends numbered packets, as many at a time as the wire holds, and reads what comes without waiting. */
    private List<byte[]> passed(FaultyLink link, int count) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            assertThat(Packets.write(wire.left(), Packets.numbered(number))).isTrue();
            if (number % MemoryLink.QUEUE == MemoryLink.QUEUE - 1) {
                packets.addAll(Packets.readAll(link));
            }
        }
        packets.addAll(Packets.readAll(link));
        return packets;
    }

    private static List<Integer> numbers(List<byte[]> packets) {
        return packets.stream().map(Packets::number).toList();
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static void assertAddsUp(Counts counts, long came) {
        assertThat(counts.lost() + counts.delivered()).isEqualTo(came + counts.duplicated());
    }

    @Test
    void withoutFaultsAllPacketsPassAtOnceAndInOrder() throws IOException {
        FaultyLink link = faulty(Faults.NONE);
        List<byte[]> packets = passed(link, PACKETS);
        assertThat(numbers(packets)).isEqualTo(upTo(PACKETS));
        assertThat(packets.getLast()).isEqualTo(Packets.numbered(PACKETS - 1));
        assertThat(link.faults()).isEqualTo(new Counts(0, 0, 0, 0, PACKETS));
        assertThat(link.name()).isEqualTo("right");
        assertThat(link.capabilities()).isEqualTo(wire.right().capabilities());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9})
    void losesAboutAsManyAsTold(double probability) throws IOException {
        FaultyLink link = faulty(Faults.NONE.withLoss(probability));
        List<byte[]> packets = passed(link, PACKETS);
        assertThat(link.faults().lost()).isCloseTo((long) (probability * PACKETS), within(400L));
        assertThat(packets).hasSize(PACKETS - (int) link.faults().lost());
        assertThat(numbers(packets)).isSorted().doesNotHaveDuplicates();
        assertAddsUp(link.faults(), PACKETS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 1})
    void duplicatesAboutAsManyAsTold(double probability) throws IOException {
        FaultyLink link = faulty(Faults.NONE.withDuplication(probability));
        List<byte[]> packets = passed(link, PACKETS);
        assertThat(link.faults().duplicated()).isCloseTo((long) (probability * PACKETS), within(400L));
        assertThat(packets).hasSize(PACKETS + (int) link.faults().duplicated());
        assertThat(numbers(packets)).isSorted();
        assertThat(numbers(packets).stream().distinct().toList()).isEqualTo(upTo(PACKETS));
        assertAddsUp(link.faults(), PACKETS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 1})
    void corruptsAboutAsManyAsToldByOneToThreeBits(double probability) throws IOException {
        FaultyLink link = faulty(Faults.NONE.withCorruption(probability));
        List<byte[]> packets = passed(link, PACKETS);
        Set<Integer> flips = new TreeSet<>();
        int damaged = 0;
        for (int number = 0; number < PACKETS; number++) {
            int flipped = differingBits(packets.get(number), Packets.numbered(number));
            damaged += flipped > 0 ? 1 : 0;
            flips.add(flipped);
        }
        assertThat(link.faults().corrupted())
                .isEqualTo(damaged)
                .isCloseTo((long) (probability * PACKETS), within(400L));
        assertThat(flips).containsExactlyElementsOf(probability == 1 ? List.of(1, 2, 3) : List.of(0, 1, 2, 3));
        assertAddsUp(link.faults(), PACKETS);
    }

    private static int differingBits(byte[] one, byte[] other) {
        assertThat(one).hasSameSizeAs(other);
        return IntStream.range(0, one.length)
                .map(i -> Integer.bitCount((one[i] ^ other[i]) & 0xff))
                .sum();
    }

    /** A copy has a fate of its own: the two of a pair are seldom both damaged. */
    @Test
    void aDuplicateIsDamagedByItself() throws IOException {
        FaultyLink link = faulty(Faults.NONE.withDuplication(1).withCorruption(0.5));
        List<byte[]> packets = passed(link, 1000);
        long sound = IntStream.range(0, packets.size())
                .filter(i -> differingBits(packets.get(i), Packets.numbered(i / 2)) == 0)
                .count();
        assertThat(packets).hasSize(2000);
        assertThat(sound).isEqualTo(2000 - link.faults().corrupted()).isBetween(850L, 1150L);
    }

    @Test
    void heldBackPacketsAreOvertakenAndArriveAllTheSame() throws IOException {
        FaultyLink link = faulty(Faults.NONE.withReordering(0.2).withHeldBack(Duration.ofMillis(20)));
        int count = MemoryLink.QUEUE;
        for (int number = 0; number < count; number++) {
            Packets.write(wire.left(), Packets.numbered(number));
        }
        List<byte[]> packets = Packets.read(link, count);
        assertThat(numbers(packets)).isNotEqualTo(upTo(count)).containsExactlyInAnyOrderElementsOf(upTo(count));
        assertThat(link.faults().reordered()).isBetween(150L, 260L);
        assertThat(link.faults().delivered()).isEqualTo(count);
    }

    @Test
    void reordersAboutAsManyAsTold() throws IOException {
        FaultyLink link = faulty(Faults.NONE.withReordering(0.1).withHeldBack(Duration.ZERO));
        assertThat(numbers(passed(link, PACKETS))).isEqualTo(upTo(PACKETS));
        assertThat(link.faults().reordered()).isCloseTo(PACKETS / 10, within(400L));
    }

    /** The time of arrival is that of the release, and jitter alone lets none overtake another. */
    @Test
    void delayAndJitterKeepTheOrder() throws IOException {
        Duration delay = Duration.ofMillis(30);
        Duration jitter = Duration.ofMillis(20);
        FaultyLink link = faulty(Faults.NONE.withDelay(delay).withJitter(jitter));
        int count = 500;
        long sentNs = System.nanoTime();
        for (int number = 0; number < count; number++) {
            Packets.write(wire.left(), Packets.numbered(number));
        }
        FrameBatch batch = FrameBatch.of(link.capabilities());
        List<Integer> numbers = new ArrayList<>();
        List<Long> arrivals = new ArrayList<>();
        while (numbers.size() < count && link.read(batch, Packets.PATIENCE_NS) && batch.size() > 0) {
            for (int i = 0; i < batch.size(); i++) {
                numbers.add(Packets.number(Packets.bytes(batch.frame(i))));
                arrivals.add(batch.arrivedAtNs(i) - sentNs);
                assertThat(batch.arrivedAtNs(i)).isLessThanOrEqualTo(System.nanoTime());
            }
        }
        assertThat(numbers).isEqualTo(upTo(count));
        assertThat(arrivals).isSorted().allMatch(time -> time >= delay.toNanos());
    }

    @Test
    void nothingArrivesBeforeItsDelayIsOver() throws IOException {
        FaultyLink link = faulty(Faults.NONE.withDelay(Faults.LONGEST));
        Packets.write(wire.left(), Packets.numbered(1));
        FrameBatch batch = FrameBatch.of(link.capabilities());
        assertThat(link.read(batch, TimeUnit.MILLISECONDS.toNanos(20))).isTrue();
        assertThat(batch.size()).isZero();
        assertThat(link.faults()).isEqualTo(new Counts(0, 0, 0, 0, 0));
    }

    @Test
    void anArrivalWithoutDelayIsTheInnerLinks() throws IOException {
        FaultyLink link = faulty(Faults.NONE);
        long before = System.nanoTime();
        Packets.write(wire.left(), Packets.numbered(1));
        FrameBatch batch = FrameBatch.of(link.capabilities());
        assertThat(link.read(batch, 0)).isTrue();
        assertThat(batch.arrivedAtNs(0)).isBetween(before, System.nanoTime());
    }

    @Test
    void moreThanCanBeUnderWayAreLostAndCounted() throws IOException {
        FaultyLink link = faulty(Faults.NONE.withDelay(Faults.LONGEST).withDuplication(1));
        int came = FaultyLink.MAX_DELAYED / 2 + 100;
        assertThat(passed(link, came)).isEmpty();
        assertThat(link.faults()).isEqualTo(new Counts(200, came, 0, 0, 0));
    }

    /** Copies that find no room in the batch wait for the next read, in front of what comes then. */
    @Test
    void whatTheBatchDoesNotHoldComesNext() throws IOException {
        FaultyLink link = faulty(Faults.NONE.withDuplication(1));
        FrameBatch three = new FrameBatch(3, 1500);
        Packets.write(wire.left(), Packets.numbered(0));
        Packets.write(wire.left(), Packets.numbered(1));
        List<Integer> numbers = new ArrayList<>();
        for (int read = 0; read < 2; read++) {
            assertThat(link.read(three, 0)).isTrue();
            for (int i = 0; i < three.size(); i++) {
                numbers.add(Packets.number(Packets.bytes(three.frame(i))));
            }
            Packets.write(wire.left(), Packets.numbered(2 + read));
        }
        assertThat(numbers).containsExactly(0, 0, 1, 1, 2, 2);
    }

    @Test
    void aPartitionHeals() throws IOException {
        FaultyLink link = faulty(Faults.NONE);
        assertThat(passed(link, 10)).hasSize(10);
        link.setFaults(Faults.NONE.withLoss(1));
        assertThat(passed(link, 100)).isEmpty();
        link.setFaults(Faults.NONE);
        assertThat(numbers(passed(link, 10))).isEqualTo(upTo(10));
        assertThat(link.faults()).isEqualTo(new Counts(100, 0, 0, 0, 20));
    }

    @Test
    void aReadWaitsOnWhenAllThatCameIsLost() throws Exception {
        FaultyLink link = faulty(Faults.NONE.withLoss(1));
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<List<byte[]>> read = threads.submit(() -> Packets.read(link, 1));
            Packets.write(wire.left(), Packets.numbered(1));
            while (link.faults().lost() == 0) {
                Thread.onSpinWait();
            }
            link.setFaults(Faults.NONE);
            Packets.write(wire.left(), Packets.numbered(2));
            assertThat(numbers(read.get())).containsExactly(2);
        }
    }

    @Test
    void theSameSeedGivesTheSameFates() throws IOException {
        Faults faults = Faults.NONE.withLoss(0.2).withDuplication(0.2).withCorruption(0.2);
        List<byte[]> first = passed(faulty(faults), 1000);
        List<byte[]> again = passed(faulty(faults), 1000);
        List<byte[]> other = passed(new FaultyLink(wire.right(), faults, SEED + 1), 1000);
        assertThat(again).containsExactlyElementsOf(first);
        assertThat(numbers(other)).isNotEqualTo(numbers(first));
    }

    @Test
    void aChangedFaultLeavesTheOthersFatesAlone() throws IOException {
        List<byte[]> sound = passed(faulty(Faults.NONE.withLoss(0.2)), 1000);
        List<byte[]> damaged = passed(faulty(Faults.NONE.withLoss(0.2).withCorruption(0.5)), 1000);
        assertThat(damaged).hasSameSizeAs(sound);
    }

    @Test
    void twoFaultyEndsAreBadBothWays() throws IOException {
        FaultyLink left = new FaultyLink(wire.left(), Faults.NONE.withLoss(1), SEED);
        FaultyLink right = new FaultyLink(wire.right(), Faults.NONE.withDuplication(1), SEED);
        Packets.write(left, Packets.numbered(1));
        Packets.write(right, Packets.numbered(2));
        assertThat(Packets.readAll(left)).isEmpty();
        assertThat(numbers(Packets.readAll(right))).containsExactly(1, 1);
    }

    @Test
    void closingWakesTheReaderAndClosesTheLinkBehind() throws Exception {
        FaultyLink link = faulty(Faults.NONE.withDelay(Faults.LONGEST));
        Packets.write(wire.left(), Packets.numbered(1));
        FrameBatch batch = FrameBatch.of(link.capabilities());
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Boolean> open = threads.submit(() -> link.read(batch, Long.MAX_VALUE));
            link.close();
            assertThat(open.get(30, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(link.read(batch, 0)).isFalse();
        assertThat(wire.right().read(batch, 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoProbabilityIsRefused(double value) {
        assertThatThrownBy(() -> Faults.NONE.withLoss(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Faults.NONE.withDuplication(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Faults.NONE.withReordering(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Faults.NONE.withCorruption(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 3_600_000_000_001L, Long.MAX_VALUE})
    void durationsOutOfRangeAreRefused(long nanos) {
        Duration value = Duration.ofNanos(nanos);
        assertThatThrownBy(() -> Faults.NONE.withDelay(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Faults.NONE.withJitter(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Faults.NONE.withHeldBack(value)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A link that vouches for checksums, as a device with offloads does. */
    private record Vouching(Link inner) implements Link {
        @Override
        public String name() {
            return "vouching";
        }

        @Override
        public LinkCapabilities capabilities() {
            return new LinkCapabilities(1500, 65535, true, true, 8);
        }

        @Override
        public boolean read(FrameBatch into, long timeoutNs) throws IOException {
            into.clear();
            into.place().copyFrom(MemorySegment.ofArray(new byte[5000]));
            into.add(5000, 1448, true, System.nanoTime());
            return true;
        }

        @Override
        public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart)
                throws IOException {
            return inner.write(headers, payload, segmentSize, checksumStart);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Test
    void corruptionThatNobodyWouldNoticeIsRefused() throws IOException {
        Faults corrupting = Faults.NONE.withCorruption(0.1);
        Link vouching = new Vouching(wire.right());
        assertThatThrownBy(() -> new FaultyLink(vouching, corrupting, SEED))
                .isInstanceOf(IllegalArgumentException.class);
        FaultyLink link = new FaultyLink(vouching, Faults.NONE.withDuplication(1), SEED);
        assertThatThrownBy(() -> link.setFaults(corrupting)).isInstanceOf(IllegalArgumentException.class);
        FrameBatch batch = FrameBatch.of(link.capabilities());
        assertThat(link.read(batch, 0)).isTrue();
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.frame(1).byteSize()).isEqualTo(5000);
        assertThat(batch.segmentSize(1)).isEqualTo(1448);
    }
}
