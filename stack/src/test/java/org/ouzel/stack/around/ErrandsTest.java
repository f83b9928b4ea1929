package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one thread runs of the user's. */
@Timeout(60)
class ErrandsTest {
    private final Errands errands = new Errands(new Threads("test"));
    private final List<String> run = new ArrayList<>();

    private void take(String name, Runnable task) {
        assertThat(errands.take(name, task)).isTrue();
    }

    @Test
    void eachIsRunInItsTurnAndWhatComesOfItBehindTheOthers() {
        take("first", () -> {
            take("third", () -> run.add("third"));
            run.add("first");
        });
        take("second", () -> run.add("second"));
        assertThat(run).isEmpty();
        errands.run();
        assertThat(run).containsExactly("first", "second", "third");
        assertThat(errands.isEmpty()).isTrue();
    }

    @Test
    void whatFailsIsForTheHandlerAndTheOthersAreRun() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        RuntimeException failure = new IllegalStateException("a failure of the user's");
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> told.complete(thrown));
        try {
            take("failing", () -> {
                throw failure;
            });
            take("next", () -> run.add("next"));
            errands.run();
            assertThat(told.get()).isSameAs(failure);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(run).containsExactly("next");
    }

    @Test
    void anInterruptIsForOneAlone() {
        take("interrupted", () -> Thread.currentThread().interrupt());
        take("next", () -> run.add(Thread.currentThread().isInterrupted() ? "interrupted" : "not interrupted"));
        errands.run();
        assertThat(run).containsExactly("not interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aThreadThatIsAwayTakesNoneAndLeavesThoseItHas() throws Exception {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        take("left", () -> threads.add(Thread.currentThread().getName()));
        errands.leave();
        assertThat(threads.take()).isEqualTo("test left");
        assertThat(errands.take("refused", () -> threads.add("run"))).isFalse();
        errands.comeBack();
        take("taken", () -> run.add("taken"));
        errands.run();
        assertThat(run).containsExactly("taken");
        assertThat(threads).isEmpty();
    }

    @Test
    void ofThoseThatHaveNoEndOthersRunTheRest() throws Exception {
        CompletableFuture<Thread> other = new CompletableFuture<>();
        Thread self = Thread.currentThread();
        take("again", new Runnable() {
            @Override
            public void run() {
                Thread runner = Thread.currentThread();
                if (runner.equals(self)) {
                    take("again", this);
                } else {
                    other.complete(runner);
                }
            }
        });
        errands.run();
        assertThat(errands.isEmpty()).isTrue();
        assertThat(other.get().isVirtual()).isTrue();
    }

    /** What one thread takes, and runs, while another leaves it to others: no errand is lost, none is run twice. */
    public static class Shared {
        private final AtomicInteger run = new AtomicInteger();
        private final Errands errands = new Errands(new Elsewhere(0));
        private int taken;

        @Operation(nonParallelGroup = "own")
        public boolean take() {
            boolean isTaken = errands.take("task", run::incrementAndGet);
            taken += isTaken ? 1 : 0;
            return isTaken;
        }

        @Operation(nonParallelGroup = "own")
        public void run() {
            errands.run();
        }

        @Operation(nonParallelGroup = "own")
        public void comeBack() {
            errands.comeBack();
        }

        @Operation
        public void leave() {
            errands.leave();
        }

        /** Where the thread is away nobody may come who would run what is still here. */
        @Validate
        public void eachWasRunOnce() {
            if (!take() && !errands.isEmpty()) {
                throw new AssertionError("one waits for a thread that is away");
            }
            errands.leave();
            if (run.get() != taken) {
                throw new AssertionError(run + " of " + taken + " were run");
            }
        }
    }

    @Test
    void noneIsLostWhoeverLeavesThem() {
        new ModelCheckingOptions()
                .iterations(20)
                .threads(2)
                .actorsBefore(0)
                .actorsAfter(0)
                .actorsPerThread(2)
                .invocationsPerIteration(500)
                .check(Shared.class);
    }
}
