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
}
