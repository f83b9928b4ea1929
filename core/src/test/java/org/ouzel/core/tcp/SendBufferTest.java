package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.Gathering;

class SendBufferTest {
    private static final int CAPACITY = 100_000;

    @Test
    void holdsWhatWasTakenUntilItIsReleasedAndThenNoPage() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        HeapPages pages = new HeapPages();
        SendBuffer buffer = new SendBuffer(pages, CAPACITY, CAPACITY);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        for (int step = 0; step < 2_000; step++) {
            byte[] data = new byte[random.nextInt(40_000)];
            random.nextBytes(data);
            int room = buffer.free();
            int taken = buffer.append(MemorySegment.ofArray(data));
            assertThat(taken).as("seed %d", seed).isEqualTo(Math.min(room, data.length));
            model.write(data, 0, taken);
            byte[] all = model.toByteArray();
            int from = random.nextInt(all.length + 1);
            int length = random.nextInt(all.length - from + 1);
            assertThat(gathered(buffer, buffer.head() + from, length))
                    .as("seed %d", seed)
                    .isEqualTo(Arrays.copyOfRange(all, from, from + length));
            int released = random.nextInt(all.length + 1);
            buffer.releaseBelow(buffer.head() + released);
            model.reset();
            model.write(all, released, all.length - released);
            int most = CAPACITY / PagePool.PAGE_BYTES + 2;
            assertThat(pages.lent()).as("seed %d", seed).isBetween(buffer.free() == CAPACITY ? 0 : 1, most);
        }
        buffer.releaseBelow(buffer.tail());
        assertThat(pages.lent()).isZero();
        assertThat(buffer.free()).isEqualTo(CAPACITY);
    }

    private static byte[] gathered(SendBuffer buffer, long from, int length) {
        Gathering into = new Gathering();
        buffer.gather(from, length, into);
        return into.payload().toByteArray();
    }

    @Test
    void makesRoomAsItGrowsAndKeepsWhatItHolds() {
        HeapPages pages = new HeapPages();
        SendBuffer buffer = new SendBuffer(pages, 1000, 50_000);
        byte[] data = new byte[60_000];
        new Random(1).nextBytes(data);
        MemorySegment all = MemorySegment.ofArray(data);
        assertThat(buffer.append(all)).isEqualTo(1000);
        buffer.grow(30_000);
        assertThat(buffer.capacity()).isEqualTo(30_000);
        assertThat(buffer.append(all.asSlice(1000))).isEqualTo(29_000);
        buffer.grow(1L << 40);
        buffer.grow(5);
        assertThat(buffer.append(all.asSlice(30_000))).isEqualTo(20_000);
        assertThat(buffer.free()).isZero();
        assertThat(gathered(buffer, 1, 50_000)).isEqualTo(Arrays.copyOf(data, 50_000));
        // With no page left it takes no more than it began with, and what it holds is more than that.
        pages.budget = pages.lent();
        assertThat(buffer.capacity()).isEqualTo(1000);
        assertThat(buffer.free()).isZero();
    }
}
