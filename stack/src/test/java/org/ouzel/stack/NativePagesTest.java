package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.PagePool;

class NativePagesTest {
    private boolean exhausted;
    private long now;
    private int asked;

    private MemorySegment memory(long bytes) {
        asked++;
        if (exhausted) {
            throw new OutOfMemoryError("as the JDK says it");
        }
        return MemorySegment.ofArray(new byte[(int) bytes]);
    }

    private static List<MemorySegment> takeAll(NativePages pages) {
        List<MemorySegment> taken = new ArrayList<>();
        for (Optional<MemorySegment> page = pages.take(); page.isPresent(); page = pages.take()) {
            taken.add(page.get());
        }
        return taken;
    }

    @Test
    void lendsItsBudgetAndNoMore() {
        NativePages pages = new NativePages(100 * PagePool.PAGE_BYTES, this::memory, () -> now);
        assertThat(takeAll(pages)).hasSize(100);
        assertThat(pages.hasFree()).isFalse();
        assertThat(pages.refused()).isEqualTo(1);
    }

    @Test
    void makesDoWithThePagesThereAreWhenTheMachineHasNoMore() {
        NativePages pages = new NativePages(100 * PagePool.PAGE_BYTES, this::memory, () -> now);
        pages.take();
        exhausted = true;
        List<MemorySegment> rest = takeAll(pages);
        assertThat(rest).hasSize(3);
        assertThat(pages.hasFree()).isFalse();
        int askedThen = asked;
        assertThat(pages.take()).isEmpty();
        assertThat(asked).isEqualTo(askedThen);
        pages.give(rest.getFirst());
        assertThat(pages.hasFree()).isTrue();
        assertThat(pages.take()).isPresent();
        assertThat(pages.refused()).isEqualTo(2);
    }

    @Test
    void asksAgainAfterASecond() {
        NativePages pages = new NativePages(100 * PagePool.PAGE_BYTES, this::memory, () -> now);
        exhausted = true;
        assertThat(pages.take()).isEmpty();
        exhausted = false;
        assertThat(pages.take()).isEmpty();
        assertThat(pages.hasFree()).isFalse();
        now = pages.asksAgainAt();
        assertThat(now).isEqualTo(1_000_000_000);
        assertThat(pages.hasFree()).isTrue();
        assertThat(pages.take()).isPresent();
    }

    @Test
    void looksAtTheClockOnlyUntilItMayAskAgain() {
        int[] looks = new int[1];
        NativePages pages = new NativePages(100 * PagePool.PAGE_BYTES, this::memory, () -> {
            looks[0]++;
            return now;
        });
        MemorySegment page = pages.take().orElseThrow();
        assertThat(pages.freeBytes()).isPositive();
        assertThat(looks[0]).isZero();
        exhausted = true;
        takeAll(pages);
        assertThat(pages.hasFree()).isFalse();
        assertThat(looks[0]).isPositive();
        exhausted = false;
        now = pages.asksAgainAt();
        assertThat(pages.take()).isPresent();
        int until = looks[0];
        pages.give(page);
        assertThat(takeAll(pages)).hasSize(96);
        assertThat(looks[0]).isEqualTo(until);
    }

    @Test
    void tellsHowMuchItHasLeft() {
        NativePages pages = new NativePages(100 * PagePool.PAGE_BYTES, this::memory, () -> now);
        assertThat(pages.freeBytes()).isEqualTo(100 * PagePool.PAGE_BYTES);
        MemorySegment page = pages.take().orElseThrow();
        assertThat(pages.freeBytes()).isEqualTo(99 * PagePool.PAGE_BYTES);
        pages.give(page);
        assertThat(pages.freeBytes()).isEqualTo(100 * PagePool.PAGE_BYTES);
        exhausted = true;
        assertThat(takeAll(pages)).hasSize(4);
        assertThat(pages.freeBytes()).isZero();
        pages.give(page);
        assertThat(pages.freeBytes()).isEqualTo(PagePool.PAGE_BYTES);
        takeAll(pages);
        now = pages.asksAgainAt();
        assertThat(pages.freeBytes()).isEqualTo(96 * PagePool.PAGE_BYTES);
    }
}
