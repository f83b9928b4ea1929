package org.ouzel.stack.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.stack.link.FaultyLink.Counts;

/** A bad network that changes while it is read and looked at. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultyLinkThreadsTest {
    private static final int ROUNDS = 10_000;
    private static final int CLOSES = 500;
    private static final Duration LATER = Duration.ofHours(1);

    /** Not waited for at the end: what fails may keep one from its. */
    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

    private final MemoryLink.Wire wire = MemoryLink.wire(1500);
    private final SplittableRandom random;
    private final long seed;

    FaultyLinkThreadsTest() {
        seed = System.nanoTime();
        System.out.println("seed " + seed);
        random = new SplittableRandom(seed);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private FaultyLink link(Faults faults) {
        return new FaultyLink(wire.right(), faults, seed);
    }

    /** One thread changes what happens to the next packet, and waits until that is counted; another reads. */
    @Test
    void aChangeHoldsForWhatComesInAfterIt() throws Exception {
        FaultyLink link = link(Faults.NONE);
        Future<List<Integer>> read = threads.submit(() -> readAll(link));
        List<Integer> spared = new ArrayList<>();
        for (int number = 0; number < ROUNDS; number++) {
            boolean lost = random.nextBoolean();
            link.setFaults(Faults.NONE.withLoss(lost ? 1 : 0));
            if (!lost) {
                spared.add(number);
            }
            Packets.write(wire.left(), Packets.numbered(number));
            awaitMet(link, number + 1);
        }
        link.close();
        assertThat(read.get()).as("seed %d", seed).isEqualTo(spared);
    }

    private static void awaitMet(FaultyLink link, long packets) {
        long end = System.nanoTime() + Packets.PATIENCE_NS;
        while (met(link.faults()) < packets && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(met(link.faults())).isEqualTo(packets);
    }

    private static long met(Counts counts) {
        return counts.lost() + counts.delivered();
    }

    private static List<Integer> readAll(FaultyLink link) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        FrameBatch batch = FrameBatch.of(link.capabilities());
        while (link.read(batch, Long.MAX_VALUE)) {
            IntStream.range(0, batch.size()).forEach(i -> numbers.add(Packets.number(Packets.bytes(batch.frame(i)))));
        }
        return numbers;
    }

    /** What is counted is of one moment, and never less than before: each packet was doubled, and each copy has one fate. */
    @Test
    void theCountsAddUpWheneverTheyAreRead() throws Exception {
        FaultyLink link = link(Faults.NONE.withDuplication(1));
        Future<List<Integer>> read = threads.submit(() -> readAll(link));
        Future<?> written = threads.submit((Callable<Boolean>) () -> {
            for (int number = 0; number < ROUNDS; number++) {
                Packets.write(wire.left(), Packets.numbered(number));
                awaitMet(link, 2L * (number + 1));
            }
            return true;
        });
        Counts before = link.faults();
        while (!written.isDone()) {
            Counts counts = link.faults();
            assertThat(counts.delivered()).as("seed %d", seed).isEqualTo(2 * counts.duplicated());
            assertThat(counts.delivered()).as("seed %d", seed).isGreaterThanOrEqualTo(before.delivered());
            before = counts;
        }
        written.get();
        link.close();
        assertThat(read.get()).as("seed %d", seed).hasSize(2 * ROUNDS);
    }

    /** Be it that it waits for a packet, or for the release of one. */
    @Test
    void closingWakesTheReaderWhateverItIsAbout() throws Exception {
        for (int round = 0; round < CLOSES; round++) {
            MemoryLink.Wire own = MemoryLink.wire(1500);
            FaultyLink link = new FaultyLink(own.right(), Faults.NONE.withDelay(LATER), seed);
            if (random.nextBoolean()) {
                Packets.write(own.left(), Packets.numbered(round));
            }
            CountDownLatch begun = new CountDownLatch(1);
            Future<Boolean> open = threads.submit(() -> {
                begun.countDown();
                return link.read(FrameBatch.of(link.capabilities()), Long.MAX_VALUE);
            });
            begun.await();
            for (int spin = random.nextInt(1000); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            link.close();
            assertThat(open.get(Packets.PATIENCE_NS, TimeUnit.NANOSECONDS))
                    .as("seed %d", seed)
                    .isFalse();
        }
    }
}
