package org.ouzel.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.sim.Machine;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.junit.Simulated;
import org.ouzel.sim.net.WireSettings;

/** A server whose client's machine loses its power notices that the connection is half open. */
class HalfOpenPeerTest {
    private static final WireSettings NETWORK =
            WireSettings.IDEAL.withMtu(1500).withDelay(Duration.ofMillis(10)).withJitter(Duration.ofMillis(5));
    private static final Duration CRASH = Duration.ofMinutes(1);

    /** A server that only listens is told by keep-alive. */
    @Simulated(seeds = 20)
    void keepAliveTellsAServerThatWaits(Simulation simulation) {
        Simulation.Pair hosts = simulation.pair(NETWORK);
        simulation.timeline().at(CRASH.toNanos(), hosts.leftMachine()::crash);
        StreamOptions watchful = StreamOptions.DEFAULT.withKeepAlive(Duration.ofMinutes(2));
        simulation.start("server", () -> {
            try (TcpListener listener = hosts.right().listen(new InetSocketAddress(7), 1, watchful)) {
                TcpStream stream = listener.accept();
                assertThat(stream.receive().data().remaining()).isEqualTo(5);
                assertThatThrownBy(stream::receive)
                        .isInstanceOf(StreamEndedException.class)
                        .extracting(end -> ((StreamEndedException) end).reason())
                        .isEqualTo(new CloseReason.KeepAliveTimeout());
                assertThat(simulation.now()).isBetween(CRASH, CRASH.plusMinutes(30));
            }
        });
        startClient(simulation, hosts.leftMachine());
    }

    /** A server that sends is told by its user timeout. */
    @Simulated(seeds = 20)
    void theUserTimeoutTellsAServerThatSends(Simulation simulation) {
        Simulation.Pair hosts = simulation.pair(NETWORK);
        simulation.timeline().at(CRASH.toNanos(), hosts.leftMachine()::crash);
        Duration patience = Duration.ofSeconds(30);
        StreamOptions impatient = StreamOptions.DEFAULT.withUserTimeout(UserTimeout.abortAfter(patience));
        simulation.start("server", () -> {
            try (TcpListener listener = hosts.right().listen(new InetSocketAddress(7), 1, impatient)) {
                TcpStream stream = listener.accept();
                simulation.sleep(CRASH.plusSeconds(1));
                assertThatThrownBy(() -> stream.sendAcknowledged(US_ASCII.encode("news"), SendFlag.PUSH))
                        .isInstanceOf(StreamEndedException.class);
                assertThat(stream.closeReason()).contains(new CloseReason.UserTimeout(patience));
                assertThat(simulation.now().minus(CRASH)).isBetween(patience, patience.plusSeconds(2));
            }
        });
        startClient(simulation, hosts.leftMachine());
    }

    /** Says something, and then nothing more until the power is gone. */
    private static void startClient(Simulation simulation, Machine machine) {
        machine.start("client", () -> {
            TcpStream stream = machine.host().newStream();
            stream.activeOpen(new InetSocketAddress("192.0.2.2", 7));
            stream.send(US_ASCII.encode("hello"), SendFlag.PUSH);
            simulation.sleep(CRASH.multipliedBy(2));
        });
    }
}
