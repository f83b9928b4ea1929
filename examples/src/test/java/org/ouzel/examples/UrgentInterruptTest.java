package org.ouzel.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.TcpStream;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.junit.Simulated;
import org.ouzel.sim.net.Faults;
import org.ouzel.sim.net.WireSettings;

/**
 * A shell that is busy and reads nothing is interrupted by urgent data, as Telnet's Synch does it (RFC 854): it throws away all
 * commands up to the mark, and none behind it.
 */
class UrgentInterruptTest {
    /** More than the shell's receive buffer takes. */
    private static final int TYPED_AHEAD_BYTES = 300_000;

    private static final Duration LONG_COMMAND = Duration.ofHours(1);
    private static final WireSettings NETWORK = WireSettings.IDEAL
            .withMtu(1500)
            .withRate(10_000_000)
            .withDelay(Duration.ofMillis(50))
            .withFaults(Faults.NONE.withLoss(0.02).withReordering(0.1, Duration.ofMillis(30)));

    @Simulated(seeds = 20)
    void theShellStopsAndGoesOnBehindTheMark(Simulation simulation) {
        Simulation.Pair hosts = simulation.pair(NETWORK);
        Shell shell = new Shell(simulation);
        simulation.start("shell", () -> {
            try (TcpStream stream = hosts.right().newStream()) {
                shell.serve(stream);
            }
        });
        simulation.start("terminal", () -> {
            try (TcpStream stream = hosts.left().newStream()) {
                stream.activeOpen(new InetSocketAddress("192.0.2.2", 23));
                stream.send(ByteBuffer.allocate(TYPED_AHEAD_BYTES));
                simulation.sleep(Duration.ofMinutes(1));
                // The shell's window is closed: nothing passes now but that something urgent is there.
                assertThat(stream.status().windows().send()).isZero();
                stream.send(US_ASCII.encode("!"), SendFlag.URGENT);
                stream.send(US_ASCII.encode("next command"), SendFlag.PUSH);
            }
        });
    }

    /** Runs its first command for an hour, if nobody interrupts it. */
    private static final class Shell {
        private final Simulation simulation;
        private boolean interrupted;

        Shell(Simulation simulation) {
            this.simulation = simulation;
        }

        void serve(TcpStream stream) throws IOException {
            stream.onEvent((of, event) -> interrupted |= event instanceof StreamEvent.Urgent);
            stream.passiveOpen(23);
            stream.awaitOpen();
            while (!interrupted && simulation.now().compareTo(LONG_COMMAND) < 0) {
                simulation.sleep(Duration.ofSeconds(1));
            }
            assertThat(simulation.now()).isLessThan(Duration.ofMinutes(3));
            assertThat(skipToMark(stream)).isEqualTo(TYPED_AHEAD_BYTES + 1);
            StringBuilder rest = new StringBuilder();
            for (Received next = stream.receive(); !next.isEnd(); next = stream.receive()) {
                rest.append(US_ASCII.decode(next.data()));
            }
            assertThat(rest).hasToString("next command");
        }

        private static long skipToMark(TcpStream stream) throws IOException {
            long skipped = 0;
            while (stream.isUrgentMode()) {
                skipped += stream.receive().data().remaining();
            }
            return skipped;
        }
    }
}
