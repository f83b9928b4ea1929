package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines against a naive model, and how much they hold and look. */
class DeadlinesTest {
    private static final long MS = 1_000_000;
    private static final long NONE = Long.MAX_VALUE;

    private final Deadlines<Integer> deadlines = new Deadlines<>();
    private final List<Deadlines.Entry<Integer>> entries = new ArrayList<>();

    private Deadlines.Entry<Integer> join() {
        Deadlines.Entry<Integer> entry = new Deadlines.Entry<>(entries.size());
        entries.add(entry);
        return entry;
    }

    private Set<Integer> takeAllDue(long now) {
        Set<Integer> due = new HashSet<>();
        for (Optional<Integer> who = deadlines.takeDue(now); who.isPresent(); who = deadlines.takeDue(now)) {
            assertThat(due.add(who.get())).as("taken once").isTrue();
        }
        return due;
    }

    // A keep-alive of two hours and a delayed acknowledgment every 300 ms: the later deadline does not pile up.
    @Test
    void holdsOneEntryForEachWhoWaits() {
        Deadlines.Entry<Integer> entry = join();
        int looks = 0;
        long hour = 3_600_000 * MS;
        for (long now = 0; now < hour; now += 300 * MS) {
            deadlines.set(entry, now + 40 * MS);
            assertThat(deadlines.next()).isLessThanOrEqualTo(now + 40 * MS);
            for (; deadlines.next() <= now + 40 * MS; looks++) {
                takeAllDue(deadlines.next());
            }
            deadlines.set(entry, now + 2 * hour);
            assertThat(deadlines.size()).isEqualTo(1);
        }
        assertThat(looks).isEqualTo(12_000);
    }

    @Test
    void isDueByTheNanosecond() {
        for (long at : new long[] {0, 1, (1L << 20) - 1, 1L << 20, (1L << 26) + 7, 7_200_000 * MS + 3, NONE - 1}) {
            deadlines.set(join(), at);
        }
        int count = 0;
        for (long next = deadlines.next(); next != NONE; next = deadlines.next()) {
            assertThat(takeAllDue(next - 1)).isEmpty();
            count += takeAllDue(next).size();
        }
        assertThat(count).isEqualTo(entries.size());
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void forgetsAtOnceWhoWantsNothingAnyMore() {
        Deadlines.Entry<Integer> entry = join();
        deadlines.set(entry, 5 * MS);
        deadlines.set(entry, NONE);
        assertThat(deadlines.size()).isZero();
        assertThat(deadlines.next()).isEqualTo(NONE);
        assertThat(takeAllDue(10 * MS)).isEmpty();
    }

    // What was due when it was found may be set back before it is taken.
    @Test
    void doesNotCallWhoHasPutItOffMeanwhile() {
        deadlines.set(join(), MS);
        deadlines.set(join(), MS);
        int first = deadlines.takeDue(2 * MS).orElseThrow();
        deadlines.set(entries.get(1 - first), 9 * MS);
        assertThat(takeAllDue(2 * MS)).isEmpty();
        assertThat(takeAllDue(9 * MS)).containsExactly(1 - first);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void isAsTheModel(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> wanted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            join();
            wanted.add(NONE);
        }
        long now = 0;
        int sets = 0;
        int looks = 0;
        for (int step = 0; step < 20_000; step++) {
            int who = random.nextInt(entries.size());
            long at = random.nextInt(8) == 0 ? NONE : now + distance(random);
            deadlines.set(entries.get(who), at);
            wanted.set(who, at);
            sets++;
            if (random.nextInt(3) == 0) {
                now = random.nextBoolean() ? Math.max(now, finite(deadlines.next(), now)) : now + distance(random);
                looks++;
                long then = now;
                Set<Integer> expected = new HashSet<>();
                for (int i = 0; i < wanted.size(); i++) {
                    if (wanted.get(i) <= then) {
                        expected.add(i);
                        wanted.set(i, NONE);
                    }
                }
                assertThat(takeAllDue(now)).as("seed %d at %d", seed, now).isEqualTo(expected);
                assertThat(deadlines.next()).as("seed %d at %d", seed, now).isGreaterThan(now);
            }
            long earliest = wanted.stream().mapToLong(Long::longValue).min().orElseThrow();
            assertThat(deadlines.next()).as("seed %d at %d", seed, now).isLessThanOrEqualTo(earliest);
            assertThat(deadlines.size()).as("seed %d at %d", seed, now).isEqualTo((int)
                    wanted.stream().filter(w -> w != NONE).count());
        }
        // Nobody is looked at in vain more often than his deadline was put off, and has moved down from wheel to wheel.
        while (deadlines.next() != NONE) {
            looks++;
            takeAllDue(deadlines.next());
        }
        assertThat(looks).as("seed %d", seed).isLessThan(9 * sets);
    }

    private static long finite(long at, long otherwise) {
        return at == NONE ? otherwise : at;
    }

    /** From a nanosecond to some hours, each order of magnitude as often as another. */
    private static long distance(SplittableRandom random) {
        return random.nextLong(1L << random.nextInt(1, 45));
    }
}
