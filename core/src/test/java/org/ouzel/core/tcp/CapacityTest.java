package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final int START = 100_000;
    private static final int MOST = 1_000_000;

    private final HeapPages pages = new HeapPages();
    private final Capacity capacity = new Capacity(pages, START, MOST);

    private void leave(int freePages) {
        pages.budget = pages.lent() + freePages;
    }

    @Test
    void growsToWhatIsWantedAndNoFurtherThanItMay() {
        assertThat(capacity.bytes()).isEqualTo(START);
        capacity.grow(START + 1);
        assertThat(capacity.bytes()).isEqualTo(START + 1);
        capacity.grow(1L << 40);
        assertThat(capacity.bytes()).isEqualTo(MOST);
    }

    @Test
    void neverBecomesSmallerThroughAWish() {
        capacity.grow(500_000);
        capacity.grow(200_000);
        capacity.grow(0);
        assertThat(capacity.bytes()).isEqualTo(500_000);
    }

    @Test
    void growsToAQuarterOfWhatThePoolHasLeft() {
        leave(100);
        capacity.grow(MOST);
        assertThat(capacity.bytes()).isEqualTo(25 * PagePool.PAGE_BYTES);
        leave(200);
        assertThat(capacity.bytes()).isEqualTo(25 * PagePool.PAGE_BYTES);
        capacity.grow(MOST);
        assertThat(capacity.bytes()).isEqualTo(50 * PagePool.PAGE_BYTES);
    }

    @Test
    void holdsLessWhileThePoolHasLittleButAlwaysWhatItBeganWith() {
        capacity.grow(MOST);
        leave(100);
        assertThat(capacity.bytes()).isEqualTo(25 * PagePool.PAGE_BYTES);
        leave(0);
        assertThat(capacity.bytes()).isEqualTo(START);
        leave(10_000);
        assertThat(capacity.bytes()).isEqualTo(MOST);
    }

    @Test
    void doesNotGrowWhereThePoolHasLessLeftThanItHas() {
        leave(4);
        capacity.grow(MOST);
        leave(10_000);
        assertThat(capacity.bytes()).isEqualTo(START);
    }

    /** However many grow and fill what they have, there is something left. */
    @Test
    void leavesPagesForOthersHoweverManyFill() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int budget = 1000;
        pages.budget = budget;
        List<SendBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            buffers.add(new SendBuffer(pages, PagePool.PAGE_BYTES, 1 << 30));
        }
        byte[] data = new byte[PagePool.PAGE_BYTES];
        for (int step = 0; step < 20_000; step++) {
            SendBuffer buffer = buffers.get(random.nextInt(buffers.size()));
            buffer.grow(1L << 40);
            buffer.append(MemorySegment.ofArray(data));
        }
        // Each holds a quarter of what is left: of six parts and a bit, none is below one ninth.
        assertThat(budget - pages.lent()).as("seed %d", seed).isGreaterThan(budget / 9 - 2 * buffers.size());
        assertThat(pages.lent()).as("seed %d", seed).isGreaterThan(budget / 2);
    }
}
