package org.ouzel.sim;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks that submit, delay, repeat, await and cancel one another at random: twice the same, and never one that is lost. */
class RandomTasksTest {
    private static final int STEPS = 300;

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    /** One simulation of such tasks. */
    private static final class Disorder {
        private final Simulation simulation = new Simulation(1);
        private final ScheduledExecutorService scheduler = simulation.scheduler();
        private final List<Future<?>> futures = new ArrayList<>();
        private final List<String> log = new ArrayList<>();
        private final Random random;
        private int running;

        Disorder(long seed) {
            this.random = new Random(seed);
        }

        private void log(String what) {
            log.add(Thread.currentThread().getName() + " " + what + " at "
                    + simulation.now().toMillis());
        }

        private int upTo(int most) {
            return random.nextInt(most) + 1;
        }

        private void work() {
            running++;
            try {
                log("begins");
                simulation.sleep(Duration.ofMillis(upTo(50)));
                if (random.nextInt(3) == 0) {
                    futures.add(scheduler.submit(this::rest));
                }
                Future<?> other = futures.get(random.nextInt(futures.size()));
                log("sees " + (upTo(2) == 1 ? "cancelled " + other.cancel(true) : other.state()));
            } finally {
                running--;
                log(Thread.currentThread().isInterrupted() ? "is interrupted" : "ends");
            }
        }

        private void rest() {
            simulation.sleep(Duration.ofMillis(upTo(20)));
        }

        private void step() throws Exception {
            switch (random.nextInt(6)) {
                case 0 -> futures.add(scheduler.submit(this::work));
                case 1 -> futures.add(scheduler.schedule(this::work, random.nextInt(50), MILLISECONDS));
                case 2 -> futures.add(scheduler.scheduleAtFixedRate(this::work, upTo(9), upTo(90), MILLISECONDS));
                case 3 -> futures.add(scheduler.scheduleWithFixedDelay(this::work, upTo(9), upTo(90), MILLISECONDS));
                case 4 -> futures.get(random.nextInt(futures.size())).cancel(upTo(2) == 1);
                default -> simulation.sleep(Duration.ofMillis(upTo(40)));
            }
        }

        List<String> outcome() throws Exception {
            simulation.start("driver", () -> {
                futures.add(scheduler.submit(this::work));
                for (int count = 0; count < STEPS; count++) {
                    step();
                }
                scheduler.shutdown();
                if (random.nextBoolean()) {
                    assertThat(scheduler.shutdownNow())
                            .allSatisfy(task -> assertThat(futures).anyMatch(task::equals));
                }
                assertThat(scheduler.awaitTermination(10, MILLISECONDS)).isEqualTo(running == 0);
                assertThat(scheduler.awaitTermination(1000, MILLISECONDS)).isTrue();
                assertThat(running).isZero();
            });
            simulation.run();
            futures.forEach(future -> log.add(future.state().toString()));
            return log;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void happenTheSameWayForTheSameSeed(long seed) throws Exception {
        assertThat(new Disorder(seed).outcome())
                .as("seed " + seed)
                .isEqualTo(new Disorder(seed).outcome())
                .anyMatch(entry -> entry.contains("is interrupted"))
                .anyMatch(entry -> entry.contains("ends"));
    }
}
