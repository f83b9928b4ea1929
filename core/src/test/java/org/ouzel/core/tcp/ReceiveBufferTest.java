package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.Payload;

/** Where what comes lies until it is read, as the receiver has it: in pages, or where a RECEIVE that waits wants it. */
class ReceiveBufferTest {
    private static final int BUFFER = 5 * PagePool.PAGE_BYTES;

    private final HeapPages pages = new HeapPages();
    private final Receiver receiver = receiver();

    private Receiver receiver() {
        SipHash hash = new SipHash(1, 2);
        Environment environment =
                new Environment(TcpParameters.DEFAULT, pages, new KeyedNumbers(hash, hash), new Drops());
        TcpSettings settings = Pair.SETTINGS.withReceiveBuffer(TcpSettings.Buffer.of(BUFFER));
        return new Receiver(0, BUFFER, settings, environment, new Counters());
    }

    /** The byte that stands at a position. */
    private static byte byteAt(long position) {
        return (byte) ((position * 0x9e37_79b9L) >>> 16);
    }

    private static byte[] bytes(long position, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = byteAt(position + i);
        }
        return bytes;
    }

    private static MemorySegment memory(int length) {
        return MemorySegment.ofArray(new byte[length]);
    }

    private static byte[] first(MemorySegment memory, int length) {
        return memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private void comes(long position, int length) {
        receiver.onData(position, Payload.of(bytes(position, length)), false, 0);
        receiver.offerWindow(1, 0);
    }

    // ---- Against the stream

    /** What was done to a receiver, and what is to be seen of it. */
    private final class Run {
        private final Random random;
        private final String seed;
        private long readTo = 1;
        private @Nullable MemorySegment lent;

        Run(long seed) {
            this.random = new Random(seed);
            this.seed = "seed " + seed;
        }

        void step() {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> comes(receiver.rcvNxt(), 1 + random.nextInt(20_000));
                case 3 ->
                    comes(Math.max(1, receiver.rcvNxt() - 200 + random.nextInt(3_000)), 1 + random.nextInt(9_000));
                case 4 -> pages.limit(random.nextInt(12));
                case 5 -> {
                    if (lent == null) {
                        lent = memory(1 + random.nextInt(30_000));
                        receiver.lend(lent);
                    } else {
                        receiver.giveBack();
                        lent = null;
                    }
                }
                case 6 -> {
                    read(lent == null ? memory(1 + random.nextInt(30_000)) : lent);
                    receiver.giveBack();
                    lent = null;
                }
                default -> other();
            }
            assertThat(receiver.unread()).as(seed).isEqualTo(receiver.rcvNxt() - readTo);
        }

        private void other() {
            switch (random.nextInt(3)) {
                case 0 -> receiver.onUrgent(receiver.rcvNxt() + random.nextInt(5_000) - 2_000);
                case 1 -> read(memory(1 + random.nextInt(3_000)));
                default -> peek(random.nextInt(5_000));
            }
        }

        private void read(MemorySegment into) {
            int count = receiver.read(into).count();
            assertThat(first(into, count)).as(seed).isEqualTo(bytes(readTo, count));
            readTo += count;
        }

        private void peek(int offset) {
            MemorySegment into = memory(1 + random.nextInt(3_000));
            int count = receiver.peek(offset, into);
            assertThat(first(into, count)).as(seed).isEqualTo(bytes(readTo + offset, count));
        }

        void end() {
            receiver.giveBack();
            while (receiver.unread() > 0) {
                read(memory(BUFFER));
            }
            receiver.discardOutOfOrder();
            assertThat(pages.lent()).as(seed).isZero();
        }
    }

    @RepeatedTest(200)
    void whatIsReadIsTheStreamWhereverItHasLain() {
        Run run = new Run(new Random().nextLong());
        for (int i = 0; i < 200; i++) {
            run.step();
        }
        run.end();
    }

    // ---- What a RECEIVE lends

    @Test
    void whatComesIsPutWhereTheReceiveThatWaitsWantsItAndNotCopiedAgain() {
        comes(1, 10);
        MemorySegment memory = memory(30);
        receiver.lend(memory);
        comes(11, 10);
        comes(21, 20);
        assertThat(first(memory, 30)).isEqualTo(bytes(1, 30));
        memory.fill((byte) 7);
        assertThat(receiver.read(memory).count()).isEqualTo(30);
        assertThat(first(memory, 30)).containsOnly(7);
        assertThat(receiver.unread()).isEqualTo(10);
    }

    @Test
    void whatComesOutOfOrderIsNotPutThere() {
        MemorySegment memory = memory(30);
        receiver.lend(memory);
        comes(11, 10);
        assertThat(first(memory, 30)).containsOnly(0);
        comes(1, 10);
        assertThat(receiver.read(memory).count()).isEqualTo(20);
        assertThat(first(memory, 20)).isEqualTo(bytes(1, 20));
    }

    @Test
    void nothingIsPutWhereUrgentDataIsOutstanding() {
        receiver.onUrgent(20);
        MemorySegment memory = memory(30);
        receiver.lend(memory);
        comes(1, 30);
        assertThat(first(memory, 30)).containsOnly(0);
    }

    @Test
    void whatLiesBehindUrgentDataStaysUnread() {
        MemorySegment memory = memory(30);
        receiver.lend(memory);
        comes(1, 30);
        receiver.onUrgent(11);
        assertThat(receiver.read(memory)).isEqualTo(new ReadResult(10, true, true));
        memory.fill((byte) 7);
        MemorySegment rest = memory(30);
        assertThat(receiver.read(rest).count()).isEqualTo(20);
        assertThat(first(rest, 20)).isEqualTo(bytes(11, 20));
    }

    @Test
    void noMoreIsTakenThanThereArePagesFor() {
        pages.limit(0);
        receiver.lend(memory(30));
        assertThat(receiver.onData(1, Payload.of(bytes(1, 10)), false, 0)).isEqualTo(Receiver.Arrival.NO_MEMORY);
        assertThat(receiver.rcvNxt()).isEqualTo(1);
    }

    @Test
    void whatItLentIsNotWrittenToAfterItHasEnded() {
        MemorySegment memory = memory(30);
        receiver.lend(memory);
        receiver.giveBack();
        comes(1, 10);
        assertThat(first(memory, 30)).containsOnly(0);
        receiver.discard();
        receiver.lend(memory);
        receiver.discard();
        comes(11, 10);
        assertThat(first(memory, 30)).containsOnly(0);
    }

    // ---- Memory that is gone

    @Test
    void whatComesAfterItsArenaWasClosedIsStillToBeRead() {
        try (Arena arena = Arena.ofShared()) {
            receiver.lend(arena.allocate(30));
        }
        comes(1, 10);
        receiver.giveBack();
        MemorySegment into = memory(30);
        assertThat(receiver.read(into).count()).isEqualTo(10);
        assertThat(first(into, 10)).isEqualTo(bytes(1, 10));
    }

    @Test
    void whatWasInItIsKnownToBeLost() {
        MemorySegment memory;
        try (Arena arena = Arena.ofShared()) {
            memory = arena.allocate(30);
            receiver.lend(memory);
            comes(1, 10);
        }
        comes(11, 10);
        assertThatThrownBy(() -> receiver.read(memory)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(receiver::giveBack).isInstanceOf(IllegalStateException.class);
        assertThat(receiver.unread()).isZero();
        assertThat(pages.lent()).isZero();
    }
}
