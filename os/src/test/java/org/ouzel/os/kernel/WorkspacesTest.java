package org.ouzel.os.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one caller uses nobody else does. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkspacesTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 50_000;

    /** So many a thread uses: there is a place for each where it looks, so that hardly any is made anew. */
    private static final int MOST_AT_ONCE = 2;

    private final Workspaces workspaces = new Workspaces();

    @Test
    void whatWasGivenBackIsTakenAgain() {
        Workspace one = workspaces.take();
        Workspace other = workspaces.take();
        assertThat(other).isNotSameAs(one);
        workspaces.give(one);
        workspaces.give(other);
        assertThat(List.of(workspaces.take(), workspaces.take())).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void whatThereIsNoPlaceForIsLeft() {
        List<Workspace> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(workspaces.take());
        }
        many.forEach(workspaces::give);
        for (int i = 0; i < 100; i++) {
            many.add(workspaces.take());
        }
        assertThat(new HashSet<>(many)).hasSizeBetween(101, 199);
    }

    /** Threads whose places are next to each other take and give, some a second one meanwhile. */
    @Test
    void noTwoHaveTheSame() throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        Map<Workspace, AtomicBoolean> inUse = new ConcurrentHashMap<>();
        AtomicBoolean shared = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = seeds.split();
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                for (int round = 0; round < ROUNDS && !shared.get(); round++) {
                    use(random, inUse, shared, MOST_AT_ONCE);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(shared).as("seed %d", seed).isFalse();
        assertThat(inUse).as("seed %d", seed).hasSizeLessThan(THREADS * ROUNDS / 100);
    }

    private void use(SplittableRandom random, Map<Workspace, AtomicBoolean> inUse, AtomicBoolean shared, int most) {
        Workspace taken = workspaces.take();
        AtomicBoolean used = inUse.computeIfAbsent(taken, first -> new AtomicBoolean());
        if (used.getAndSet(true)) {
            shared.set(true);
        }
        if (most > 1 && random.nextInt(4) == 0) {
            use(random, inUse, shared, most - 1);
        }
        used.set(false);
        workspaces.give(taken);
    }
}
