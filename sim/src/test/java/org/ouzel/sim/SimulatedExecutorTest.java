package org.ouzel.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.sim.net.WireSettings;

/** The contract of {@link ExecutorService} and {@link Future}, in virtual time. */
class SimulatedExecutorTest {
    private static final WireSettings NETWORK =
            WireSettings.IDEAL.withMtu(1500).withRate(100_000_000).withDelay(Duration.ofMillis(10));

    private final Simulation simulation = new Simulation(1);
    private final ExecutorService executor = simulation.executor();
    private final List<String> log = new ArrayList<>();

    private void log(String what) {
        log.add(what + " at " + simulation.now().toSeconds() + " s");
    }

    private void run(Program program) throws Exception {
        simulation.start("program", program);
        simulation.run();
    }

    private Callable<String> after(int seconds, String what) {
        return () -> {
            simulation.sleep(Duration.ofSeconds(seconds));
            log(what);
            return what;
        };
    }

    private Callable<String> failingAfter(int seconds, String message) {
        return () -> {
            simulation.sleep(Duration.ofSeconds(seconds));
            throw new IOException(message);
        };
    }

    @Nested
    class Submitting {
        @Test
        void runsEachTaskAsAProcessOfItsOwn() throws Exception {
            run(() -> {
                Future<String> first =
                        executor.submit(() -> Thread.currentThread().getName());
                Future<String> second = simulation.executor().submit(() -> Thread.currentThread()
                        .getName());
                assertThat(first.isDone()).isFalse();
                assertThat(List.of(first.get(), second.get())).containsExactly("task-1", "task-2");
                assertThat(first.isDone()).isTrue();
                assertThat(first.state()).isEqualTo(Future.State.SUCCESS);
            });
        }

        @Test
        void runsTasksSideBySideInVirtualTime() throws Exception {
            run(() -> {
                Future<String> slow = executor.submit(after(3, "slow"));
                Future<String> fast = executor.submit(after(1, "fast"));
                assertThat(slow.get() + fast.get()).isEqualTo("slowfast");
                assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(3));
            });
            assertThat(log).containsExactly("fast at 1 s", "slow at 3 s");
        }

        @Test
        void givesTheValueThatWasSetForARunnable() throws Exception {
            run(() -> assertThat(executor.submit(() -> log("ran"), 5).get()).isEqualTo(5));
            assertThat(log).containsExactly("ran at 0 s");
        }

        @Test
        void tellsAFailureToTheFutureAlone() throws Exception {
            run(() -> {
                Future<String> future = executor.submit(failingAfter(1, "bad"));
                assertThatThrownBy(future::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(IOException.class)
                        .hasMessage("bad");
                assertThat(future.exceptionNow()).hasMessage("bad");
                assertThat(future.isCancelled()).isFalse();
            });
        }

        @Test
        void failsTheSimulationIfACommandWithoutFutureFails() {
            executor.execute(() -> {
                throw new IllegalArgumentException("bad");
            });
            assertThatThrownBy(simulation::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("bad");
        }

        @Test
        void worksFromEvents() throws Exception {
            List<Future<String>> submitted = new ArrayList<>();
            simulation.timeline().at(SECONDS.toNanos(5), () -> submitted.add(executor.submit(after(1, "task"))));
            simulation.run();
            assertThat(submitted).extracting(Future::resultNow).containsExactly("task");
            assertThat(log).containsExactly("task at 6 s");
        }

        @Test
        void refusesNoTask() {
            assertThatThrownBy(() -> executor.submit((Runnable) null)).isInstanceOf(NullPointerException.class);
        }
    }

    @Nested
    class OutsideOfTheRun {
        @Test
        void takesTasksButDoesNotWaitForThem() throws Exception {
            Future<String> future = executor.submit(after(1, "done"));
            assertThatThrownBy(future::get).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> future.get(1, SECONDS)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> future.get(0, SECONDS)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> executor.awaitTermination(1, SECONDS)).isInstanceOf(IllegalStateException.class);
            simulation.run();
            assertThat(future.get()).isEqualTo("done");
            assertThat(future.resultNow()).isEqualTo("done");
        }

        @Test
        void doesNotWaitInEvents() throws Exception {
            Future<String> future = executor.submit(after(2, "done"));
            simulation.timeline().at(SECONDS.toNanos(1), () -> assertThatThrownBy(future::get)
                    .isInstanceOf(IllegalStateException.class));
            simulation.run();
        }

        @Test
        void namesATaskThatWaitsInVain() {
            Future<String> never = executor.submit(() -> {
                TcpStream stream = simulation.pair(NETWORK).left().newStream();
                stream.passiveOpen(7);
                stream.awaitOpen();
                return "opened";
            });
            assertThatThrownBy(simulation::run)
                    .isInstanceOf(SimulationStuck.class)
                    .hasMessageContaining("task-1");
            assertThat(never.exceptionNow()).hasMessage("the simulation has ended");
        }
    }

    @Nested
    class Waiting {
        @Test
        void timesOutInVirtualTime() throws Exception {
            run(() -> {
                Future<String> future = executor.submit(after(7200, "done"));
                assertThatThrownBy(() -> future.get(1, HOURS)).isInstanceOf(TimeoutException.class);
                assertThat(simulation.now()).isEqualTo(Duration.ofHours(1));
                assertThat(future.get(Long.MAX_VALUE, HOURS)).isEqualTo("done");
                assertThat(simulation.now()).isEqualTo(Duration.ofHours(2));
            });
        }

        @Test
        void letsSeveralWaitForOneTask() throws Exception {
            Future<String> future = executor.submit(after(1, "done"));
            Future<String> other = executor.submit(() -> future.get() + " too");
            run(() -> assertThat(future.get() + ", " + other.get()).isEqualTo("done, done too"));
        }

        @Test
        void isEndedByAnInterruptThatItClears() throws Exception {
            Future<String> slow = executor.submit(after(10, "slow"));
            Future<String> waiter = executor.submit(() -> {
                assertThatThrownBy(slow::get).isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                log("interrupted");
                return "unheard";
            });
            run(() -> {
                simulation.sleep(Duration.ofSeconds(2));
                assertThat(waiter.cancel(true)).isTrue();
            });
            assertThat(log).containsExactly("interrupted at 2 s", "slow at 10 s");
        }

        @Test
        void doesNotBeginWithTheInterruptStatusSet() throws Exception {
            Future<String> slow = executor.submit(after(1, "slow"));
            run(() -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(slow::get).isInstanceOf(InterruptedException.class);
                assertThat(slow.get()).isEqualTo("slow");
                Thread.currentThread().interrupt();
                assertThat(slow.get()).isEqualTo("slow");
            });
        }
    }

    @Nested
    class Cancelling {
        @Test
        void keepsATaskFromBeginning() throws Exception {
            Future<String> future = executor.submit(after(1, "never"));
            assertThat(future.cancel(false)).isTrue();
            assertThat(future.cancel(true)).isFalse();
            assertThat(future.isDone() && future.isCancelled()).isTrue();
            assertThat(future.state()).isEqualTo(Future.State.CANCELLED);
            run(() -> assertThatThrownBy(future::get).isInstanceOf(CancellationException.class));
            assertThat(log).isEmpty();
        }

        @Test
        void interruptsASleep() throws Exception {
            Future<String> future = executor.submit(() -> {
                assertThatThrownBy(() -> simulation.sleep(Duration.ofHours(1)))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasCauseInstanceOf(InterruptedIOException.class);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                log("woken");
                return "unheard";
            });
            run(() -> {
                simulation.sleep(Duration.ofSeconds(2));
                future.cancel(true);
            });
            assertThat(log).containsExactly("woken at 2 s");
            assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(2));
        }

        @Test
        void interruptsACallOnAStream() throws Exception {
            Simulation.Pair hosts = simulation.pair(NETWORK);
            Future<String> future = executor.submit(() -> {
                try (TcpListener listener = hosts.right().listen(new InetSocketAddress(7), 1)) {
                    assertThatThrownBy(listener::accept).isInstanceOf(InterruptedIOException.class);
                    log("woken");
                    return "unheard";
                }
            });
            run(() -> {
                simulation.sleep(Duration.ofSeconds(2));
                future.cancel(true);
            });
            assertThat(log).containsExactly("woken at 2 s");
        }

        @Test
        void leavesATaskAloneThatIsNotToBeInterrupted() throws Exception {
            Future<String> future = executor.submit(after(3, "unheard"));
            run(() -> {
                simulation.sleep(Duration.ofSeconds(2));
                future.cancel(false);
                assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
                assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(2));
            });
            assertThat(log).containsExactly("unheard at 3 s");
        }

        @Test
        void wakesWhoWaits() throws Exception {
            Future<String> future = executor.submit(after(10, "never"));
            executor.execute(() -> {
                assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
                log("told");
            });
            run(() -> {
                simulation.sleep(Duration.ofSeconds(2));
                future.cancel(true);
            });
            assertThat(log).containsExactly("told at 2 s");
        }

        @Test
        void isTooLateOnceATaskHasEnded() throws Exception {
            Future<String> future = executor.submit(after(0, "done"));
            simulation.run();
            assertThat(future.cancel(true)).isFalse();
            assertThat(future.get()).isEqualTo("done");
        }
    }

    @Nested
    class ShuttingDown {
        @Test
        void letsTasksEndAndTakesNoMore() throws Exception {
            Future<String> future = executor.submit(after(5, "done"));
            executor.shutdown();
            assertThatThrownBy(() -> executor.submit(after(1, "late"))).isInstanceOf(RejectedExecutionException.class);
            assertThat(executor.isShutdown()).isTrue();
            assertThat(executor.isTerminated()).isFalse();
            run(() -> {
                assertThat(executor.awaitTermination(4, SECONDS)).isFalse();
                assertThat(executor.awaitTermination(4, SECONDS)).isTrue();
                assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(5));
                assertThat(future.get()).isEqualTo("done");
            });
            assertThat(executor.isTerminated()).isTrue();
        }

        @Test
        void ofAnIdleExecutorTerminatesItAtOnce() throws Exception {
            executor.shutdown();
            assertThat(executor.isTerminated()).isTrue();
            assertThat(executor.awaitTermination(1, HOURS)).isTrue();
        }

        @Test
        void atOnceInterruptsWhatRunsAndGivesBackWhatDoesNot() throws Exception {
            run(() -> {
                Future<String> running = executor.submit(after(10, "never"));
                simulation.sleep(Duration.ofSeconds(1));
                Future<String> notBegun = executor.submit(after(10, "never"));
                assertThat(executor.shutdownNow()).hasSize(1).allMatch(notBegun::equals);
                assertThatThrownBy(running::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasRootCauseInstanceOf(InterruptedIOException.class);
                assertThat(executor.awaitTermination(0, NANOSECONDS)).isTrue();
                assertThat(notBegun.isDone()).isFalse();
                assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(1));
            });
            assertThat(log).isEmpty();
        }

        @Test
        void byClosingWaitsForTheTasks() throws Exception {
            run(() -> {
                try (ExecutorService closing = simulation.executor()) {
                    closing.execute(() -> {
                        simulation.sleep(Duration.ofSeconds(200_000));
                        log("done");
                    });
                }
                log("closed");
            });
            assertThat(log).containsExactly("done at 200000 s", "closed at 200000 s");
        }
    }

    @Nested
    class InvokingAll {
        @Test
        void waitsForAllOfThem() throws Exception {
            run(() -> {
                List<Future<String>> futures =
                        executor.invokeAll(List.of(after(3, "slow"), failingAfter(2, "bad"), after(1, "fast")));
                assertThat(futures)
                        .extracting(Future::state)
                        .containsExactly(Future.State.SUCCESS, Future.State.FAILED, Future.State.SUCCESS);
                assertThat(futures.getFirst().get()).isEqualTo("slow");
                assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(3));
            });
        }

        @Test
        void cancelsWhatHasNotEndedInTime() throws Exception {
            run(() -> {
                List<Future<String>> futures =
                        executor.invokeAll(List.of(after(3, "slow"), after(1, "fast")), 2, SECONDS);
                assertThat(futures)
                        .extracting(Future::state)
                        .containsExactly(Future.State.CANCELLED, Future.State.SUCCESS);
                assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(2));
            });
            assertThat(log).containsExactly("fast at 1 s");
        }

        @Test
        void cancelsThemIfItIsInterrupted() throws Exception {
            Future<?> caller = executor.submit(() -> executor.invokeAll(List.of(after(5, "never"))));
            run(() -> {
                simulation.sleep(Duration.ofSeconds(1));
                caller.cancel(true);
            });
            assertThat(log).isEmpty();
            assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Nested
    class InvokingAny {
        @Test
        void givesTheFirstSuccessAndCancelsTheOthers() throws Exception {
            run(() -> assertThat(
                            executor.invokeAny(List.of(failingAfter(1, "bad"), after(3, "slow"), after(2, "fast"))))
                    .isEqualTo("fast"));
            assertThat(log).containsExactly("fast at 2 s");
            assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(2));
        }

        @Test
        void throwsTheLastFailureIfAllFail() throws Exception {
            run(() -> assertThatThrownBy(
                            () -> executor.invokeAny(List.of(failingAfter(2, "last"), failingAfter(1, "first"))))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("last"));
        }

        @Test
        void timesOutInVirtualTime() throws Exception {
            run(() -> {
                assertThatThrownBy(() -> executor.invokeAny(List.of(after(3, "never")), 2, SECONDS))
                        .isInstanceOf(TimeoutException.class);
                assertThat(executor.invokeAny(List.of(after(3, "in time")), 4, SECONDS))
                        .isEqualTo("in time");
            });
            assertThat(log).containsExactly("in time at 5 s");
        }

        @Test
        void refusesToChooseAmongNone() {
            assertThatThrownBy(() -> executor.invokeAny(List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Tasks on both hosts that speak TCP, and in what order they end. */
    private static List<String> conversations(long seed) throws Exception {
        Simulation simulation = new Simulation(seed);
        Simulation.Pair hosts = simulation.pair(NETWORK);
        List<String> ended = new ArrayList<>();
        Random lengths = new Random(seed);
        simulation.start("server", () -> {
            List<Future<String>> serving = new ArrayList<>();
            try (ExecutorService executor = simulation.executor();
                    TcpListener listener = hosts.right().listen(new InetSocketAddress(7), 8)) {
                for (int call = 0; call < 8; call++) {
                    TcpStream stream = listener.accept();
                    serving.add(executor.submit(() -> serve(stream)));
                }
            }
            assertThat(serving).extracting(Future::state).containsOnly(Future.State.SUCCESS);
        });
        ExecutorService executor = simulation.executor();
        List<Future<String>> echoes = new ArrayList<>();
        for (int call = 0; call < 8; call++) {
            String text = "x".repeat(1 + lengths.nextInt(100_000));
            echoes.add(executor.submit(() -> {
                String echo = echo(hosts, text);
                ended.add("client " + Thread.currentThread().getName() + " at " + simulation.now());
                assertThat(echo).isEqualTo(text);
                return echo;
            }));
        }
        simulation.run();
        assertThat(echoes).as("seed " + seed).extracting(Future::state).containsOnly(Future.State.SUCCESS);
        ended.add(simulation.digest());
        return ended;
    }

    private static String serve(TcpStream stream) throws IOException {
        try (stream) {
            for (Received said = stream.receive(); !said.isEnd(); said = stream.receive()) {
                stream.send(said.data(), SendFlag.PUSH);
            }
            return Thread.currentThread().getName();
        }
    }

    private static String echo(Simulation.Pair hosts, String text) throws IOException {
        try (TcpStream stream = hosts.left().newStream()) {
            stream.activeOpen(new InetSocketAddress("192.0.2.2", 7));
            stream.send(ByteBuffer.wrap(text.getBytes(US_ASCII)), SendFlag.PUSH);
            ByteBuffer all = ByteBuffer.allocate(text.length());
            while (all.hasRemaining()) {
                stream.receive(all, Duration.ofMinutes(1));
            }
            return US_ASCII.decode(all.flip()).toString();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void runsTcpTheSameWayForTheSameSeed(long seed) throws Exception {
        assertThat(conversations(seed))
                .hasSize(9)
                .isEqualTo(conversations(seed))
                .isNotEqualTo(conversations(seed + 100));
    }
}
