package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PayloadTest {
    private static final byte[] ABCDEFG = {'A', 'B', 'C', 'D', 'E', 'F', 'G'};

    private static Payload gathered() {
        MemorySegment whole = MemorySegment.ofArray(ABCDEFG);
        return Payload.of(List.of(whole.asSlice(0, 3), whole.asSlice(3, 0), whole.asSlice(3, 1), whole.asSlice(4)));
    }

    @Test
    void gathersItsSlicesInOrder() {
        assertThat(gathered().length()).isEqualTo(7);
        assertThat(gathered().toByteArray()).isEqualTo(ABCDEFG);
        for (int index = 0; index < ABCDEFG.length; index++) {
            assertThat(gathered().at(index)).isEqualTo(ABCDEFG[index]);
        }
    }

    @Test
    void showsItsSlicesInOrderThoseAloneThatHoldBytes() {
        List<MemorySegment> slices = gathered().slices();
        assertThat(slices).extracting(MemorySegment::byteSize).containsExactly(3L, 1L, 3L);
        assertThat(Payload.of(slices).toByteArray()).isEqualTo(ABCDEFG);
        assertThat(Payload.EMPTY.slices()).isEmpty();
        assertThatThrownBy(() -> slices.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void lendsItsSlicesAsItIsLentItself() {
        Gathering gathering = new Gathering();
        gathering.begin();
        gathering.add(MemorySegment.ofArray(ABCDEFG), 0, 2);
        gathering.add(MemorySegment.ofArray(ABCDEFG), 4, 1);
        List<MemorySegment> slices = gathering.payload().slices();
        assertThat(slices).hasSize(2);
        gathering.begin();
        gathering.add(MemorySegment.ofArray(ABCDEFG), 1, 3);
        assertThat(slices).extracting(MemorySegment::byteSize).containsExactly(3L);
    }

    @Test
    void copiesBehindTheGivenOffsetAndNowhereElse() {
        byte[] to = new byte[10];
        gathered().copyTo(MemorySegment.ofArray(to), 2);
        assertThat(to).isEqualTo(new byte[] {0, 0, 'A', 'B', 'C', 'D', 'E', 'F', 'G', 0});
    }

    @Test
    void everySliceIsTheSameRangeOfTheBytes() {
        for (int from = 0; from <= ABCDEFG.length; from++) {
            for (int count = 0; from + count <= ABCDEFG.length; count++) {
                assertThat(gathered().slice(from, count).toByteArray())
                        .as("%d+%d", from, count)
                        .isEqualTo(Arrays.copyOfRange(ABCDEFG, from, from + count));
            }
        }
    }

    @Test
    void slicesOfSlicesAgreeWithCopiedRanges() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int first = random.nextInt(0, 4);
            int second = random.nextInt(0, 7 - first + 1);
            int third = second == 0 ? 0 : random.nextInt(0, second);
            Payload once = gathered().slice(first, second);
            assertThat(once.slice(third, second - third).toByteArray())
                    .as("seed %d", seed)
                    .isEqualTo(Arrays.copyOfRange(ABCDEFG, first + third, first + second));
        }
    }

    @Test
    void refusesARangeThatItHasNot() {
        for (int[] range : new int[][] {{0, 8}, {7, 1}, {8, 0}, {-1, 2}, {2, -1}, {3, Integer.MAX_VALUE}}) {
            assertThatThrownBy(() -> gathered().slice(range[0], range[1]))
                    .as("%d+%d", range[0], range[1])
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void theEmptyPayloadHasNoBytes() {
        assertThat(Payload.EMPTY.length()).isZero();
        assertThat(Payload.EMPTY.toByteArray()).isEmpty();
        assertThat(Payload.of(new byte[0])).isSameAs(Payload.EMPTY);
        assertThatThrownBy(() -> Payload.EMPTY.at(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
