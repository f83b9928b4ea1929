package org.ouzel.sim.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.sim.Hazard;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.net.WireSettings;

/** Tests that {@link SimulatedTest} runs; their names do not make them tests of their own. */
final class Samples {
    private static final WireSettings NETWORK = WireSettings.IDEAL.withMtu(1500).withDelay(Duration.ofMillis(10));

    private Samples() {}

    /** A client says something to a server, which wants it within a time. */
    private static void talk(Simulation simulation, Simulation.Pair hosts, Duration within) {
        simulation.start("server", () -> {
            try (TcpListener listener = hosts.right().listen(new InetSocketAddress(7), 1);
                    TcpStream stream = listener.accept()) {
                if (stream.receive(within).isTimeout()) {
                    stream.abort();
                    fail("nothing was said within " + within);
                }
            }
        });
        simulation.start("client", () -> {
            try (TcpStream stream = hosts.left().newStream()) {
                stream.activeOpen(new InetSocketAddress("192.0.2.2", 7));
                simulation.sleep(Duration.ofSeconds(1));
                stream.send(ByteBuffer.allocate(5), SendFlag.PUSH);
            }
        });
    }

    static class Passing {
        static final List<String> SEEN = new ArrayList<>();

        @BeforeEach
        void before(TestInfo info) {
            SEEN.add("before " + info.getDisplayName());
        }

        @AfterEach
        void after(TestInfo info) {
            SEEN.add("after " + info.getDisplayName());
        }

        @Simulated(seeds = 3, firstSeed = 5)
        void talks(TestInfo info, Simulation simulation) {
            talk(simulation, simulation.pair(NETWORK), Duration.ofSeconds(2));
            simulation.start("witness", () -> SEEN.add(info.getDisplayName() + " is " + simulation.seed()));
        }
    }

    static class RunsItself {
        @Simulated(seeds = 2)
        void asserts(Simulation simulation) throws Exception {
            talk(simulation, simulation.pair(NETWORK), Duration.ofSeconds(2));
            simulation.run();
            assertThat(simulation.now()).isGreaterThan(Duration.ofSeconds(1));
        }

        @Simulated(seeds = 2)
        void seesAFailureOfItsOwn(Simulation simulation) {
            simulation.start("failing", () -> fail("expected"));
            assertThat(org.assertj.core.api.Assertions.catchThrowable(simulation::run))
                    .hasMessage("expected");
        }

        @Simulated(seeds = 2)
        void startsMoreAfterwards(Simulation simulation) throws Exception {
            simulation.run();
            simulation.start("late", () -> fail("late"));
        }
    }

    static class OneSeedFails {
        @Simulated(seeds = 5)
        void fails(Simulation simulation) {
            talk(simulation, simulation.pair(NETWORK), Duration.ofMillis(simulation.seed() == 3 ? 1 : 2000));
        }
    }

    static class Chosen {
        @Seed({17, -4})
        @Simulated(captures = "folder that the configuration replaces")
        void passes(Simulation simulation) {
            talk(simulation, simulation.pair(NETWORK), Duration.ofSeconds(2));
        }
    }

    /** Of ten hazards the one with number 6 hurts. */
    static class OneGuiltyHazard {
        static final AtomicInteger RUNS = new AtomicInteger();

        @Simulated(seeds = 1)
        void fails(Simulation simulation) {
            RUNS.incrementAndGet();
            Simulation.Pair hosts = simulation.pair(NETWORK);
            for (int number = 0; number < 10; number++) {
                Duration from = Duration.ofMillis(100L + number);
                simulation.plan(
                        number == 6
                                ? Hazard.partition(hosts.cable(), from, Duration.ofMinutes(90))
                                : Hazard.stall(hosts.leftMachine(), from, Duration.ofMillis(1)));
            }
            talk(simulation, hosts, Duration.ofSeconds(30));
        }
    }

    static class NoHazardMatters {
        @Simulated(seeds = 1)
        void fails(Simulation simulation) {
            Simulation.Pair hosts = simulation.pair(NETWORK);
            simulation.plan(Hazard.jump(hosts.leftMachine(), Duration.ofHours(1), Duration.ZERO));
            fail("in the method itself");
        }
    }

    /** Each of three hundred hazards matters. */
    static class ManyHazards {
        @Simulated(seeds = 1)
        void fails(Simulation simulation) {
            AtomicInteger happened = new AtomicInteger();
            for (int number = 0; number < 300; number++) {
                simulation.plan(
                        new Hazard("one of many", Duration.ZERO, Duration.ZERO, happened::incrementAndGet, () -> {}));
            }
            simulation.start("counter", () -> {
                simulation.sleep(Duration.ofSeconds(1));
                assertThat(happened).hasValueLessThan(300);
            });
        }
    }

    static class Stuck {
        @Simulated(seeds = 1)
        void waits(Simulation simulation) {
            Simulation.Pair hosts = simulation.pair(NETWORK);
            simulation.start("deaf", () -> {
                TcpStream stream = hosts.right().newStream();
                stream.passiveOpen(7);
                stream.awaitOpen();
            });
        }
    }

    static class Forgetful {
        private boolean hasRun;

        @Simulated(seeds = 1)
        void failsOnce(Simulation simulation) {
            boolean first = !hasRun;
            hasRun = true;
            simulation.start("program", () -> assertThat(first).isFalse());
        }
    }

    static class Aborted {
        @Simulated(seeds = 1)
        void assumes(Simulation simulation) {
            simulation.start("program", () -> Assumptions.abort("not here"));
        }
    }

    static class NoParameter {
        @Simulated
        void none() {}
    }

    static class TwoParameters {
        @Simulated
        void two(Simulation one, Simulation other) {}
    }

    static class NoSeeds {
        @Simulated(seeds = 0)
        void none(Simulation simulation) {}
    }

    static class GivesSomething {
        @Simulated
        int gives(Simulation simulation) {
            return 1;
        }
    }

    static class AsksTooEarly {
        @BeforeEach
        void before(Simulation simulation) {
            fail("not called");
        }

        @Simulated(seeds = 1)
        void passes(Simulation simulation) {}
    }
}
