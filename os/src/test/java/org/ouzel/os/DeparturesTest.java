package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeparturesTest {
    private static final int PACKET_BYTES = 16;

    private final List<Integer> gone = new ArrayList<>();
    private final Departures departures = new Departures(PACKET_BYTES, packet -> gone.add(number(packet)));

    private static void put(Departures departures, int number) {
        departures.put(MemorySegment.NULL, MemorySegment.ofArray(new int[] {number}), List.of());
    }

    private static int number(MemorySegment packet) {
        return packet.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    }

    @Test
    void packetsWaitUntilTheyAreToGoOn() {
        put(departures, 1);
        put(departures, 2);
        assertThat(gone).isEmpty();
        departures.goOn();
        assertThat(gone).containsExactly(1, 2);
        departures.goOn();
        assertThat(gone).hasSize(2);
    }

    @Test
    void theyGoWholeAndInTheirParts() {
        List<byte[]> packets = new ArrayList<>();
        Departures whole = new Departures(PACKET_BYTES, packet -> packets.add(packet.toArray(ValueLayout.JAVA_BYTE)));
        whole.put(
                MemorySegment.ofArray(new byte[] {1, 2}),
                MemorySegment.ofArray(new byte[] {3}),
                List.of(MemorySegment.ofArray(new byte[] {4, 5}), MemorySegment.ofArray(new byte[] {6})));
        whole.put(MemorySegment.NULL, MemorySegment.ofArray(new byte[PACKET_BYTES]), List.of());
        whole.goOn();
        assertThat(packets).containsExactly(new byte[] {1, 2, 3, 4, 5, 6}, new byte[PACKET_BYTES]);
    }

    @Test
    void whereThereIsNoPlaceTheOthersGoFirst() {
        for (int i = 0; i <= Departures.CAPACITY; i++) {
            put(departures, i);
        }
        assertThat(gone).hasSize(Departures.CAPACITY);
        departures.goOn();
        assertThat(gone).hasSize(Departures.CAPACITY + 1).isSorted();
    }

    @Test
    void whatGoesBesideGoesBehindThem() {
        put(departures, 1);
        departures.pause();
        gone.add(2);
        departures.resume();
        put(departures, 3);
        departures.goOn();
        assertThat(gone).containsExactly(1, 2, 3);
    }

    @Test
    void whoComesWhileAnotherIsAtItGoesHisWay() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch on = new CountDownLatch(1);
        List<Integer> numbers = new ArrayList<>();
        Departures slow = new Departures(PACKET_BYTES, packet -> {
            numbers.add(number(packet));
            inside.countDown();
            awaited(on);
        });
        put(slow, 1);
        Thread first = Thread.ofPlatform().daemon().start(slow::goOn);
        inside.await();
        put(slow, 2);
        slow.goOn();
        assertThat(numbers).containsExactly(1);
        on.countDown();
        first.join();
        assertThat(numbers).containsExactly(1, 2);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException hurried) {
            throw new AssertionError(hurried);
        }
    }

    /** When all have returned all has gone, once, in order, by one at a time. */
    public static class Gone {
        private final List<Integer> numbers = new ArrayList<>();
        private final AtomicInteger inside = new AtomicInteger();
        private final Departures departures = new Departures(PACKET_BYTES, this::take);
        private boolean together;
        private int sent;

        private void take(MemorySegment packet) {
            together |= inside.incrementAndGet() != 1;
            numbers.add(number(packet));
            inside.decrementAndGet();
        }

        /** As with a lock: one at a time puts, and has them go on without it. */
        @Operation
        public void send() {
            synchronized (departures) {
                put(departures, sent++);
            }
            departures.goOn();
        }

        @Operation
        public void sendMany() {
            synchronized (departures) {
                for (int i = 0; i <= Departures.CAPACITY; i++) {
                    put(departures, sent++);
                }
            }
            departures.goOn();
        }

        @Operation
        public void sendBeside() {
            synchronized (departures) {
                departures.pause();
                try {
                    numbers.add(sent++);
                } finally {
                    departures.resume();
                }
            }
        }

        @Validate
        public void allIsGone() {
            assertThat(together).isFalse();
            assertThat(numbers).hasSize(sent).isSorted();
        }
    }

    @Test
    void allIsGoneWhenAllHaveReturned() {
        new StressOptions()
                .iterations(20)
                .threads(3)
                .actorsPerThread(3)
                .invocationsPerIteration(500)
                .check(Gone.class);
    }
}
