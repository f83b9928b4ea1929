package org.ouzel.stack.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryLinkTest {
    private static final int MTU = 1500;

    private final MemoryLink.Wire wire = MemoryLink.wire(MTU);

    @Test
    void packetsArriveInTheirOrderAndWhole() throws IOException {
        for (int number = 0; number < 200; number++) {
            assertThat(Packets.write(wire.left(), Packets.numbered(number))).isTrue();
        }
        List<byte[]> packets = Packets.readAll(wire.right());
        assertThat(packets).hasSize(200);
        for (int number = 0; number < 200; number++) {
            assertThat(packets.get(number)).isEqualTo(Packets.numbered(number));
        }
        assertThat(Packets.readAll(wire.left())).isEmpty();
    }

    @Test
    void aPacketIsGatheredFromItsParts() throws IOException {
        wire.left()
                .write(
                        MemorySegment.ofArray(new byte[] {1, 2}),
                        List.of(MemorySegment.ofArray(new byte[] {3}), MemorySegment.ofArray(new byte[] {4, 5})));
        assertThat(Packets.readAll(wire.right())).containsExactly(new byte[] {1, 2, 3, 4, 5});
    }

    @Test
    void aReadTakesNoMoreThanTheBatchHolds() throws IOException {
        for (int number = 0; number < 3; number++) {
            Packets.write(wire.left(), Packets.numbered(number));
        }
        FrameBatch two = new FrameBatch(2, MTU);
        assertThat(wire.right().read(two, 0)).isTrue();
        assertThat(two.size()).isEqualTo(2);
        assertThat(wire.right().read(two, 0)).isTrue();
        assertThat(two.size()).isEqualTo(1);
        assertThat(two.segmentSize(0)).isZero();
    }

    @Test
    void aFullWireLosesAndSaysSo() throws IOException {
        for (int number = 0; number < MemoryLink.QUEUE; number++) {
            assertThat(Packets.write(wire.left(), Packets.numbered(number))).isTrue();
        }
        assertThat(Packets.write(wire.left(), Packets.numbered(9999))).isFalse();
        assertThat(Packets.readAll(wire.right())).hasSize(MemoryLink.QUEUE);
        assertThat(Packets.write(wire.left(), Packets.numbered(1))).isTrue();
        assertThat(Packets.readAll(wire.right())).containsExactly(Packets.numbered(1));
    }

    @Test
    void aPacketBeyondTheMtuIsRefused() {
        assertThatThrownBy(() -> Packets.write(wire.left(), new byte[MTU + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReadEndsWhenItsTimeHasPassed() {
        FrameBatch batch = FrameBatch.of(wire.left().capabilities());
        long began = System.nanoTime();
        assertThat(wire.left().read(batch, TimeUnit.MILLISECONDS.toNanos(20))).isTrue();
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(batch.size()).isZero();
    }

    @Test
    void whatAnEarlierReadGaveIsForgotten() throws IOException {
        FrameBatch batch = FrameBatch.of(wire.right().capabilities());
        Packets.write(wire.left(), Packets.numbered(1));
        assertThat(wire.right().read(batch, 0)).isTrue();
        assertThat(wire.right().read(batch, 0)).isTrue();
        assertThat(batch.size()).isZero();
    }

    @Test
    void closingWakesTheReader() throws Exception {
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Boolean> open = threads.submit(
                    () -> wire.left().read(FrameBatch.of(wire.left().capabilities()), Long.MAX_VALUE));
            wire.left().close();
            assertThat(open.get(30, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void closingWakesTheReaderOfAFullEnd() throws IOException {
        for (int number = 0; number < MemoryLink.QUEUE; number++) {
            Packets.write(wire.left(), Packets.numbered(number));
        }
        wire.right().close();
        wire.right().close();
        FrameBatch batch = FrameBatch.of(wire.right().capabilities());
        assertThat(wire.right().read(batch, Long.MAX_VALUE)).isFalse();
        assertThat(wire.left().read(batch, 0)).isTrue();
    }

    /** Two writers and a reader at each end: nothing is lost, doubled or damaged, and each writer's packets keep their order. */
    @Test
    void bothWaysAtOnce() throws Exception {
        int perWriter = 20_000;
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Callable<List<byte[]>>> jobs = new ArrayList<>();
            for (MemoryLink end : List.of(wire.left(), wire.right())) {
                jobs.add(() -> Packets.read(end, 2 * perWriter));
                jobs.add(() -> writeAll(end, 0, perWriter));
                jobs.add(() -> writeAll(end, perWriter, perWriter));
            }
            for (Future<List<byte[]>> done : threads.invokeAll(jobs)) {
                List<byte[]> packets = done.get();
                if (!packets.isEmpty()) {
                    assertThatAllArrived(packets, perWriter);
                }
            }
        }
    }

    private static List<byte[]> writeAll(Link end, int first, int count) throws IOException {
        for (int number = first; number < first + count; number++) {
            byte[] packet = Packets.numbered(number);
            while (!Packets.write(end, packet)) {
                Thread.onSpinWait();
            }
        }
        return List.of();
    }

    private static void assertThatAllArrived(List<byte[]> packets, int perWriter) {
        assertThat(packets)
                .allSatisfy(packet -> assertThat(packet).isEqualTo(Packets.numbered(Packets.number(packet))));
        List<Integer> numbers = packets.stream().map(Packets::number).toList();
        assertThat(numbers.stream().filter(number -> number < perWriter).toList())
                .isEqualTo(IntStream.range(0, perWriter).boxed().toList());
        assertThat(numbers.stream().filter(number -> number >= perWriter).toList())
                .isEqualTo(IntStream.range(perWriter, 2 * perWriter).boxed().toList());
    }

    @Test
    void aReadWaitsThroughAnInterrupt() {
        Thread.currentThread().interrupt();
        FrameBatch batch = FrameBatch.of(wire.left().capabilities());
        assertThat(wire.left().read(batch, 1_000_000)).isTrue();
        assertThat(batch.size()).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }

    // ---- Handing on

    /** Takes what comes in at an end, on whatever thread brings it. */
    private static final class Taker implements Consumer<FrameBatch> {
        private final List<byte[]> packets = new ArrayList<>();
        private final List<Thread> threads = new ArrayList<>();
        private Runnable within = () -> {};
        private int inside;
        private int deepest;

        @Override
        public void accept(FrameBatch batch) {
            inside++;
            deepest = Math.max(deepest, inside);
            for (int i = 0; i < batch.size(); i++) {
                packets.add(Packets.bytes(batch.frame(i)));
                threads.add(Thread.currentThread());
            }
            within.run();
            inside--;
        }

        private List<Integer> numbers() {
            return packets.stream().map(Packets::number).toList();
        }
    }

    private static void mayNot(Runnable task) {
        throw new AssertionError("nothing is left to others: " + task);
    }

    @Test
    void anEndThatHandsOnDoesItOnTheWritersThread() throws IOException {
        Taker taker = new Taker();
        Packets.write(wire.left(), Packets.numbered(1));
        assertThat(wire.right().handTo(taker, MemoryLinkTest::mayNot)).isTrue();
        assertThat(taker.numbers()).as("what was there before").containsExactly(1);
        Packets.write(wire.left(), Packets.numbered(2));
        assertThat(taker.numbers()).containsExactly(1, 2);
        assertThat(taker.threads).containsOnly(Thread.currentThread());
    }

    @Test
    void aWriterThatDefersCallsNobodyBeforeItSaysSo() throws IOException {
        Taker taker = new Taker();
        wire.right().handTo(taker, MemoryLinkTest::mayNot);
        Runnable handOn = wire.left().deferWrites().orElseThrow();
        Packets.write(wire.left(), Packets.numbered(1));
        Packets.write(wire.left(), Packets.numbered(2));
        assertThat(taker.packets).isEmpty();
        handOn.run();
        assertThat(taker.numbers()).containsExactly(1, 2);
        handOn.run();
        assertThat(taker.numbers()).containsExactly(1, 2);
    }

    /** Each packet is answered from within the taker, a hundred times: the stack is no deeper for it. */
    @Test
    void answersFromWithinGoOnWhenTheTakerHasReturned() throws IOException {
        Taker left = new Taker();
        Taker right = new Taker();
        left.within = () -> answer(wire.left(), left);
        right.within = () -> answer(wire.right(), right);
        wire.left().handTo(left, Runnable::run);
        wire.right().handTo(right, Runnable::run);
        Packets.write(wire.left(), Packets.numbered(0));
        assertThat(right.packets).hasSize(101);
        assertThat(left.packets).hasSize(100);
        assertThat(right.deepest).isOne();
        assertThat(left.deepest).isOne();
    }

    private static void answer(Link end, Taker to) {
        try {
            if (to.packets.size() <= 100) {
                Packets.write(end, Packets.numbered(to.packets.size()));
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void whoHasHandedOnEnoughLeavesTheRestToOthers() throws IOException {
        Taker taker = new Taker();
        taker.within = () -> answer(wire.left(), taker);
        List<Runnable> left = new ArrayList<>();
        wire.right().handTo(taker, left::add);
        Packets.write(wire.left(), Packets.numbered(0));
        assertThat(taker.packets).hasSizeLessThan(101);
        assertThat(left).hasSize(1);
        left.getFirst().run();
        assertThat(taker.numbers())
                .isEqualTo(IntStream.rangeClosed(0, 100).boxed().toList());
    }

    @Test
    void aTakerThatFailsLosesNothingElse() throws IOException {
        Taker taker = new Taker();
        wire.right().handTo(taker, MemoryLinkTest::mayNot);
        taker.within = () -> {
            throw new IllegalStateException("a fault of the taker's");
        };
        byte[] packet = Packets.numbered(1);
        assertThatThrownBy(() -> Packets.write(wire.left(), packet)).isInstanceOf(IllegalStateException.class);
        taker.within = () -> {};
        Packets.write(wire.left(), Packets.numbered(2));
        assertThat(taker.numbers()).containsExactly(1, 2);
    }

    @Test
    void aClosedEndIsGivenNothing() throws IOException {
        Taker taker = new Taker();
        wire.right().handTo(taker, MemoryLinkTest::mayNot);
        wire.right().close();
        assertThat(Packets.write(wire.left(), Packets.numbered(1))).isFalse();
        assertThat(taker.packets).isEmpty();
    }

    /** Two writers at an end that hands on: each packet once, each writer's in order, and never two threads in the taker. */
    @Test
    void writersTakeTurnsAtHandingOn() throws Exception {
        int perWriter = 20_000;
        List<byte[]> packets = new ArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Consumer<FrameBatch> taker = batch -> {
                assertThat(inside.incrementAndGet()).isOne();
                for (int i = 0; i < batch.size(); i++) {
                    packets.add(Packets.bytes(batch.frame(i)));
                }
                inside.decrementAndGet();
            };
            wire.right().handTo(taker, threads);
            Future<List<byte[]>> first = threads.submit(() -> writeAll(wire.left(), 0, perWriter));
            Future<List<byte[]>> second = threads.submit(() -> writeAll(wire.left(), perWriter, perWriter));
            first.get();
            second.get();
        }
        assertThatAllArrived(packets, perWriter);
    }

    // ---- Uncut

    @Test
    void aPlainWireFinishesNothing() {
        MemorySegment packet = MemorySegment.ofArray(new byte[100]);
        assertThatThrownBy(() -> wire.left().write(packet, List.of(), 50, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> wire.left().write(packet, List.of(), 0, 20))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUncutWireCarriesSegmentsAsTheyAreAndVouchesForThem() {
        MemoryLink.Wire uncut = MemoryLink.uncutWire(MTU);
        assertThat(uncut.left().capabilities().mtu()).isEqualTo(MTU);
        assertThat(uncut.left().capabilities().segmentation()).isTrue();
        assertThat(uncut.left().capabilities().checksums()).isTrue();
        MemorySegment large = MemorySegment.ofArray(new byte[0xffff]);
        assertThat(uncut.left().write(large, List.of(), 1460, 20)).isTrue();
        FrameBatch batch = FrameBatch.of(uncut.right().capabilities());
        assertThat(uncut.right().read(batch, 0)).isTrue();
        assertThat(batch.frame(0).byteSize()).isEqualTo(0xffff);
        assertThat(batch.segmentSize(0)).isEqualTo(1460);
        assertThat(batch.isChecked(0)).isTrue();
        assertThatThrownBy(() -> uncut.left().write(large, List.of(), 0, 20))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
