package org.ouzel.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;
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
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ouzel.Host;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.sim.net.WireSettings;

/** The contract of {@link ScheduledExecutorService}, in virtual time. */
class SimulatedSchedulerTest {
    private static final WireSettings NETWORK =
            WireSettings.IDEAL.withMtu(1500).withRate(100_000_000).withDelay(Duration.ofMillis(10));

    private final Simulation simulation = new Simulation(1);
    private final ScheduledExecutorService scheduler = simulation.scheduler();
    private final List<String> log = new ArrayList<>();

    /** Tasks of which none is to fail. */
    private final List<Future<?>> planned = new ArrayList<>();

    @AfterEach
    void noTaskHasFailed() {
        assertThat(planned)
                .filteredOn(task -> task.state() == Future.State.FAILED)
                .extracting(Future::exceptionNow)
                .isEmpty();
    }

    private void log(String what) {
        log.add(what + " at " + simulation.now().toSeconds() + " s");
    }

    private void sleep(int seconds) {
        simulation.sleep(Duration.ofSeconds(seconds));
    }

    private void run(Program program) throws Exception {
        simulation.start("program", program);
        simulation.run();
    }

    @Nested
    class Delaying {
        @Test
        void runsATaskWhenItsTimeHasCome() throws Exception {
            planned.add(scheduler.schedule(() -> log("later"), 5, SECONDS));
            planned.add(scheduler.schedule(() -> log("sooner"), 2, SECONDS));
            planned.add(scheduler.schedule(() -> log("at once"), -1, SECONDS));
            planned.add(scheduler.submit(() -> log("submitted")));
            simulation.run();
            assertThat(log)
                    .containsExactlyInAnyOrder("submitted at 0 s", "at once at 0 s", "sooner at 2 s", "later at 5 s");
            assertThat(log.subList(2, 4)).containsExactly("sooner at 2 s", "later at 5 s");
        }

        @Test
        void runsTasksOfOneInstantInTheOrderInWhichTheyWerePlanned() throws Exception {
            for (int number = 0; number < 5; number++) {
                String name = "task " + number;
                planned.add(scheduler.schedule(() -> log.add(name), 1, SECONDS));
            }
            simulation.run();
            assertThat(log).containsExactly("task 0", "task 1", "task 2", "task 3", "task 4");
        }

        @Test
        void tellsTheValueAndTheTimeLeft() throws Exception {
            ScheduledFuture<String> future = scheduler.schedule(() -> "value", 5, SECONDS);
            ScheduledFuture<?> later = scheduler.schedule(() -> {}, 6, SECONDS);
            run(() -> {
                sleep(1);
                assertThat(future.getDelay(SECONDS)).isEqualTo(4);
                assertThat(future.compareTo(later)).isNegative();
                assertThat(future.get()).isEqualTo("value");
                assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(5));
            });
        }

        @Test
        void doesNotRunWhatIsCancelled() throws Exception {
            ScheduledFuture<?> future = scheduler.schedule(() -> log("never"), 5, SECONDS);
            run(() -> {
                sleep(1);
                assertThat(future.cancel(false)).isTrue();
                assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
            });
            assertThat(log).isEmpty();
            assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(1));
        }

        @Test
        void neverRunsWhatLiesBeyondAllTime() throws Exception {
            planned.add(scheduler.schedule(() -> log("never"), Long.MAX_VALUE, DAYS));
            run(() -> sleep(1));
            assertThat(log).isEmpty();
        }
    }

    @Nested
    class Repeating {
        @Test
        void keepsARateWhateverTheRunsTake() throws Exception {
            planned.add(scheduler.scheduleAtFixedRate(
                    () -> {
                        log("begun");
                        sleep(1);
                    },
                    1,
                    3,
                    SECONDS));
            run(() -> sleep(9));
            assertThat(log).containsExactly("begun at 1 s", "begun at 4 s", "begun at 7 s");
        }

        @Test
        void catchesUpWithTheRateAfterALongRun() throws Exception {
            planned.add(scheduler.scheduleAtFixedRate(
                    () -> {
                        log("begun");
                        if (log.size() == 1) {
                            sleep(5);
                        }
                    },
                    0,
                    2,
                    SECONDS));
            run(() -> sleep(9));
            assertThat(log)
                    .containsExactly("begun at 0 s", "begun at 5 s", "begun at 5 s", "begun at 6 s", "begun at 8 s");
        }

        @Test
        void keepsADelayBetweenRuns() throws Exception {
            planned.add(scheduler.scheduleWithFixedDelay(
                    () -> {
                        log("begun");
                        sleep(1);
                    },
                    1,
                    3,
                    SECONDS));
            run(() -> sleep(10));
            assertThat(log).containsExactly("begun at 1 s", "begun at 5 s", "begun at 9 s");
        }

        @Test
        void stopsAtAnException() throws Exception {
            ScheduledFuture<?> future = scheduler.scheduleAtFixedRate(
                    () -> {
                        log("begun");
                        if (log.size() == 2) {
                            throw new IllegalArgumentException("bad");
                        }
                    },
                    0,
                    1,
                    SECONDS);
            run(() -> {
                assertThatThrownBy(future::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasRootCauseMessage("bad");
                sleep(10);
            });
            assertThat(log).containsExactly("begun at 0 s", "begun at 1 s");
        }

        @Test
        void stopsWhenItIsCancelledAndInterruptsTheRun() throws Exception {
            ScheduledFuture<?> future = scheduler.scheduleAtFixedRate(
                    () -> {
                        assertThatThrownBy(() -> sleep(100)).isInstanceOf(UncheckedIOException.class);
                        log("interrupted");
                    },
                    0,
                    1,
                    SECONDS);
            run(() -> {
                sleep(3);
                assertThat(future.cancel(true)).isTrue();
                sleep(3);
                assertThat(future.isCancelled()).isTrue();
            });
            assertThat(log).containsExactly("interrupted at 3 s");
        }

        @Test
        void mayCancelItselfFromARun() throws Exception {
            List<ScheduledFuture<?>> self = new ArrayList<>();
            self.add(scheduler.scheduleWithFixedDelay(
                    () -> {
                        log("begun");
                        self.getFirst().cancel(false);
                    },
                    1,
                    1,
                    SECONDS));
            run(() -> sleep(9));
            assertThat(log).containsExactly("begun at 1 s");
        }

        @Test
        void refusesAPeriodOfNothing() {
            assertThatThrownBy(() -> scheduler.scheduleAtFixedRate(() -> {}, 0, 0, SECONDS))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> scheduler.scheduleWithFixedDelay(() -> {}, 0, -1, SECONDS))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class WithoutShutdown {
        @Test
        void doesNotKeepTheSimulationGoing() throws Exception {
            planned.add(scheduler.scheduleAtFixedRate(() -> log("beat"), 0, 1, SECONDS));
            run(() -> sleep(3));
            assertThat(log).containsExactly("beat at 0 s", "beat at 1 s", "beat at 2 s");
            assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(3));
        }

        @Test
        void goesOnForATaskThatIsYetToRunOnce() throws Exception {
            planned.add(scheduler.scheduleAtFixedRate(() -> log("beat"), 1, 2, SECONDS));
            planned.add(scheduler.schedule(() -> log("once"), 4, SECONDS));
            simulation.run();
            assertThat(log).containsExactly("beat at 1 s", "beat at 3 s", "once at 4 s");
        }

        @Test
        void goesOnWhenThereAreProgramsAgainWithoutMakingUpForThePause() throws Exception {
            planned.add(scheduler.scheduleAtFixedRate(() -> log("beat"), 0, 2, SECONDS));
            simulation.timeline().at(SECONDS.toNanos(9), () -> simulation.start("second", () -> sleep(3)));
            run(() -> sleep(1));
            assertThat(log).containsExactly("beat at 0 s", "beat at 9 s", "beat at 11 s");
        }

        @Test
        void ofTasksThatSubmitTasksDoesNotKeepItGoingEither() throws Exception {
            planned.add(
                    scheduler.scheduleAtFixedRate(() -> planned.add(scheduler.submit(() -> sleep(5))), 0, 1, SECONDS));
            run(() -> sleep(3));
            assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(7));
        }

        @Test
        void mayLeaveARunThatWaitsForAnother() throws Exception {
            Simulation.Pair hosts = simulation.pair(NETWORK);
            planned.add(scheduler.scheduleAtFixedRate(() -> log("beat"), 0, 1, SECONDS));
            ScheduledFuture<?> waiting = scheduler.scheduleAtFixedRate(() -> accept(hosts.left()), 0, 1, SECONDS);
            run(() -> sleep(2));
            assertThat(log).containsExactly("beat at 0 s", "beat at 1 s");
            assertThat(waiting.exceptionNow()).hasMessage("the simulation has ended");
        }

        private void accept(Host host) {
            try (TcpListener listener = host.listen(new InetSocketAddress(7), 1)) {
                listener.accept().abort();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Nested
    class ShuttingDown {
        @Test
        void stillRunsDelayedTasksButNoPeriodicOnes() throws Exception {
            planned.add(scheduler.schedule(() -> log("delayed"), 5, SECONDS));
            ScheduledFuture<?> beat = scheduler.scheduleAtFixedRate(() -> log("beat"), 0, 2, SECONDS);
            run(() -> {
                sleep(3);
                scheduler.shutdown();
                assertThat(beat.isCancelled()).isTrue();
                assertThatThrownBy(() -> scheduler.schedule(() -> log("late"), 1, SECONDS))
                        .isInstanceOf(RejectedExecutionException.class);
                assertThat(scheduler.awaitTermination(1, HOURS)).isTrue();
                log("terminated");
            });
            assertThat(log).containsExactly("beat at 0 s", "beat at 2 s", "delayed at 5 s", "terminated at 5 s");
        }

        @Test
        void letsAPeriodicRunEndThatHasBegun() throws Exception {
            ScheduledFuture<?> beat = scheduler.scheduleWithFixedDelay(
                    () -> {
                        sleep(4);
                        log("ended");
                    },
                    0,
                    1,
                    SECONDS);
            run(() -> {
                sleep(1);
                scheduler.shutdown();
                assertThat(scheduler.awaitTermination(1, SECONDS)).isFalse();
                assertThat(scheduler.awaitTermination(1, HOURS)).isTrue();
                assertThat(beat.isCancelled()).isTrue();
            });
            assertThat(log).containsExactly("ended at 4 s");
        }

        @Test
        void atOnceGivesBackWhatIsPlannedAndInterruptsWhatRuns() throws Exception {
            ScheduledFuture<?> delayed = scheduler.schedule(() -> log("never"), 5, SECONDS);
            ScheduledFuture<?> running = scheduler.scheduleAtFixedRate(() -> sleep(100), 0, 1, SECONDS);
            run(() -> {
                sleep(1);
                assertThat(scheduler.shutdownNow()).hasSize(1).allMatch(delayed::equals);
                assertThatThrownBy(running::get).hasRootCauseInstanceOf(InterruptedIOException.class);
                assertThat(scheduler.awaitTermination(1, HOURS)).isTrue();
            });
            assertThat(log).isEmpty();
            assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void pingsEachSecondOverAStream() throws Exception {
        Simulation.Pair hosts = simulation.pair(NETWORK);
        simulation.start("server", () -> {
            try (TcpListener listener = hosts.right().listen(new InetSocketAddress(7), 1);
                    TcpStream stream = listener.accept()) {
                for (Received said = stream.receive(); !said.isEnd(); said = stream.receive()) {
                    stream.send(said.data(), SendFlag.PUSH);
                }
            }
        });
        run(() -> {
            try (TcpStream stream = hosts.left().newStream()) {
                stream.activeOpen(new InetSocketAddress("192.0.2.2", 7));
                ScheduledFuture<?> pings = scheduler.scheduleAtFixedRate(() -> ping(stream), 1, 1, SECONDS);
                sleep(5);
                assertThat(pings.cancel(true)).isTrue();
            }
        });
        assertThat(log).containsExactly("pong at 1 s", "pong at 2 s", "pong at 3 s", "pong at 4 s");
    }

    private void ping(TcpStream stream) {
        try {
            stream.send(ByteBuffer.wrap("ping".getBytes(US_ASCII)), SendFlag.PUSH);
            assertThat(stream.receive(Duration.ofSeconds(1)).data())
                    .isEqualTo(ByteBuffer.wrap("ping".getBytes(US_ASCII)));
            log("pong");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
