package org.ouzel.stack.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final int MTU = 68;

    private static Lane lane() {
        return new Lane(LinkCapabilities.plain(MTU, 2));
    }

    private static boolean put(Lane lane, int number) {
        return lane.put(MemorySegment.ofArray(new int[] {number}), List.of(), 0);
    }

    private static int number(FrameBatch batch, int index) {
        return batch.frame(index).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    }

    private static void stress(Class<?> operations) {
        new StressOptions()
                .iterations(20)
                .threads(3)
                .actorsPerThread(3)
                .invocationsPerIteration(500)
                .check(operations);
    }

    /** A lane that is read: a queue of packets, whatever the batches. */
    public static class Read {
        private final Lane lane = lane();

        @Operation
        public boolean send(int number) {
            return put(lane, number);
        }

        @Operation
        public void close() {
            lane.close();
        }

        /** All that is there, or was there when it was closed. */
        @Operation(nonParallelGroup = "reader")
        public List<Integer> receive() {
            List<Integer> numbers = new ArrayList<>();
            FrameBatch batch = lane.await(0);
            if (batch != null) {
                for (int i = 0; i < batch.size(); i++) {
                    numbers.add(number(batch, i));
                }
                lane.giveBack(batch);
            }
            return numbers;
        }
    }

    @Test
    void isAQueueForItsReader() {
        stress(Read.class);
    }

    /** A lane with a taker: when all have returned, all was taken, once, by one at a time. */
    public static class Taken {
        private final Lane lane = lane();
        private final List<Integer> taken = new ArrayList<>();
        private final AtomicInteger sent = new AtomicInteger();
        private boolean inside;
        private boolean together;

        public Taken() {
            lane.handTo(this::take, Runnable::run);
        }

        private void take(FrameBatch batch) {
            together |= inside;
            inside = true;
            for (int i = 0; i < batch.size(); i++) {
                taken.add(number(batch, i));
            }
            inside = false;
        }

        @Operation
        public boolean send(int number) {
            boolean room = put(lane, number);
            sent.incrementAndGet();
            lane.handOn();
            return room;
        }

        @Operation
        public void sendTwo(int number) {
            put(lane, number);
            put(lane, -number);
            sent.addAndGet(2);
            lane.handOn();
        }

        @Validate
        public void allWasTaken() {
            assertThat(together).isFalse();
            assertThat(taken).hasSize(sent.get());
        }
    }

    @Test
    void isEmptyWhenAllWhoHandOnHaveReturned() {
        stress(Taken.class);
    }
}
