package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SendBufferTest {
    private static final int CAPACITY = 100_000;

    @Test
    void holdsWhatWasTakenUntilItIsReleasedAndThenNoPage() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        HeapPages pages = new HeapPages();
        SendBuffer buffer = new SendBuffer(pages, CAPACITY);
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
            assertThat(buffer.slice(buffer.head() + from, length).toByteArray())
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
}
