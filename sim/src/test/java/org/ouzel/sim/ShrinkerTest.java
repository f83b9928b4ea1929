package org.ouzel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.sim.Shrinker.Extent;
import org.ouzel.sim.Shrinker.Shrunk;

class ShrinkerTest {
    private final List<List<Integer>> tried = new ArrayList<>();

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Shrinks the numbers, of which a failure needs some. */
    private Shrunk<Integer> shrink(int count, Set<Integer> guilty) {
        return Shrinker.shrink(numbers(count), some -> failsWith(some, guilty), runs -> false);
    }

    private boolean failsWith(List<Integer> some, Set<Integer> guilty) {
        tried.add(some);
        return some.containsAll(guilty);
    }

    @Test
    void triesNothingWhereThereIsNothing() {
        assertThat(shrink(0, Set.of())).isEqualTo(new Shrunk<>(List.of(), 0, Extent.MINIMAL));
    }

    @Test
    void triesFirstWithoutAnything() {
        assertThat(shrink(100, Set.of())).isEqualTo(new Shrunk<>(List.of(), 1, Extent.MINIMAL));
    }

    @Test
    void leavesOneThatIsAlone() {
        assertThat(shrink(1, Set.of(0))).isEqualTo(new Shrunk<>(List.of(0), 1, Extent.MINIMAL));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 8, 9})
    void findsTheGuiltyOneOfTen(int guilty) {
        Shrunk<Integer> shrunk = shrink(10, Set.of(guilty));
        assertThat(shrunk.items()).containsExactly(guilty);
        assertThat(shrunk.runs()).isLessThan(12);
    }

    @Test
    void findsOneOfThousandsInLogarithmicTime() {
        assertThat(shrink(4096, Set.of(4095)).runs()).isEqualTo(1 + 2 * 12);
    }

    @Test
    void leavesAllWhenAllAreNeeded() {
        Shrunk<Integer> shrunk = shrink(9, new TreeSet<>(numbers(9)));
        assertThat(shrunk.items()).isEqualTo(numbers(9));
        assertThat(shrunk.extent()).isEqualTo(Extent.MINIMAL);
    }

    @Test
    void findsAnySetThatIsNeededAndTriesNothingTwice() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(40);
            Set<Integer> guilty = new TreeSet<>();
            int most = random.nextInt(6);
            for (int chosen = 0; chosen < most; chosen++) {
                guilty.add(random.nextInt(count));
            }
            tried.clear();
            assertThat(shrink(count, guilty).items())
                    .as("seed %s: %s of %s", seed, guilty, count)
                    .containsExactlyElementsOf(guilty);
            assertThat(new HashSet<>(tried)).as("seed %s", seed).hasSameSizeAs(tried);
        }
    }

    /** Where one of several will do, one is left, whichever. */
    @Test
    void leavesNoneThatCanBeLeftOutByItself() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int modulus = 2 + random.nextInt(5);
            Shrunk<Integer> shrunk = Shrinker.shrink(
                    numbers(30),
                    some -> some.stream().map(each -> each % modulus).distinct().count() == modulus,
                    runs -> false);
            assertThat(shrunk.items()).as("seed %s", seed).hasSize(modulus);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 8, 13})
    void givesTheSmallestSoFarWhenItIsEnough(int most) {
        Shrunk<Integer> shrunk =
                Shrinker.shrink(numbers(64), some -> failsWith(some, Set.of(3, 40, 63)), runs -> runs == most);
        assertThat(tried).hasSize(most);
        assertThat(shrunk.runs()).isEqualTo(most);
        assertThat(shrunk.extent()).isEqualTo(Extent.CUT_SHORT);
        assertThat(shrunk.items()).contains(3, 40, 63);
    }
}
