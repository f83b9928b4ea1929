package org.ouzel.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTest {
    private static final int BLOCKS = 100;
    private static final int BLOCK_BYTES = 32 << 10;
    private static final long HELD_BYTES = BLOCKS * BLOCK_BYTES;

    /** Less than a buffer from which a thread allocates may take. */
    private static final long SLACK_BYTES = 512 << 10;

    @Test
    void tellsWhatIsHeldAndNotWhatThreadsHaveTakenToAllocateFrom() {
        long before = Heap.usedBytes();
        byte[][] held = new byte[BLOCKS][BLOCK_BYTES];
        long with = Heap.usedBytes();

        assertThat(held).hasDimensions(BLOCKS, BLOCK_BYTES);
        assertThat(with - before).isBetween(HELD_BYTES - SLACK_BYTES, HELD_BYTES + SLACK_BYTES);
    }
}
