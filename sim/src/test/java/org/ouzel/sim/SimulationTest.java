package org.ouzel.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.sim.net.Faults;
import org.ouzel.sim.net.WireSettings;

/** Real TCP between two simulated hosts, driven by blocking code, in virtual time. */
class SimulationTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 7);
    private static final WireSettings NETWORK =
            WireSettings.IDEAL.withMtu(1500).withRate(100_000_000).withDelay(Duration.ofMillis(10));
    private static final Faults BAD = Faults.NONE
            .withLoss(0.03)
            .withDuplication(0.02)
            .withReordering(0.1, Duration.ofMillis(20))
            .withCorruption(0.01, Faults.Flips.BURST);

    private static byte[] content(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void receiveAll(TcpStream stream, byte[] expected) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(expected.length + 1);
        while (!stream.receive(all, Duration.ofHours(1)).isEnd()) {}
        assertThat(all.flip()).isEqualTo(ByteBuffer.wrap(expected));
    }

    /** Sends a file over a bad network; gives the digest and the virtual time that it took. */
    private static List<String> transfer(long seed) throws Exception {
        Simulation simulation = new Simulation(seed);
        Simulation.Pair hosts = simulation.pair(NETWORK.withFaults(BAD));
        byte[] file = content(seed, 200_000);
        simulation.start("server", () -> {
            try (TcpListener listener = hosts.right().listen(new InetSocketAddress(7), 1);
                    TcpStream stream = listener.accept()) {
                receiveAll(stream, file);
            }
        });
        simulation.start("client", () -> {
            try (TcpStream stream = hosts.left().newStream()) {
                stream.activeOpen(SERVER);
                stream.send(ByteBuffer.wrap(file), SendFlag.PUSH);
            }
        });
        simulation.run();
        assertThat(hosts.cable().counts().lost()).isPositive();
        return List.of(simulation.digest(), simulation.now().toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void happensTheSameWayForTheSameSeed(long seed) throws Exception {
        assertThat(transfer(seed)).isEqualTo(transfer(seed)).isNotEqualTo(transfer(seed + 100));
    }

    @Test
    void passesAPartitionOfThreeMinutesInNoTime() throws Exception {
        Simulation simulation = new Simulation(1);
        Simulation.Pair hosts = simulation.pair(NETWORK);
        hosts.cable().cutAt(Duration.ofMillis(50).toNanos(), Duration.ofMinutes(3));
        List<String> heard = new ArrayList<>();
        simulation.start("server", () -> {
            try (TcpStream stream = hosts.right().newStream()) {
                stream.passiveOpen(7);
                stream.awaitOpen();
                for (Received said = stream.receive(); !said.isEnd(); said = stream.receive()) {
                    heard.add(US_ASCII.decode(said.data()) + " after "
                            + simulation.now().toMinutes() + " min");
                }
            }
        });
        simulation.start("client", () -> {
            try (TcpStream stream = hosts.left().newStream()) {
                stream.activeOpen(SERVER);
                simulation.sleep(Duration.ofSeconds(1));
                stream.sendAcknowledged(ByteBuffer.wrap("hello".getBytes(US_ASCII)), SendFlag.PUSH);
            }
        });
        simulation.run();
        assertThat(heard).containsExactly("hello after 3 min");
    }

    @Test
    void letsCallsTimeOutInVirtualTime() throws Exception {
        Simulation simulation = new Simulation(1);
        Simulation.Pair hosts = simulation.pair(NETWORK);
        hosts.cable().cut();
        simulation.start("client", () -> {
            TcpStream stream = hosts.left()
                    .newStream(StreamOptions.DEFAULT.withUserTimeout(UserTimeout.abortAfter(Duration.ofHours(2))));
            assertThatThrownBy(() -> stream.activeOpen(SERVER)).isInstanceOf(SocketTimeoutException.class);
            assertThat(simulation.now()).isEqualTo(Duration.ofHours(2));
        });
        simulation.run();
    }

    @Test
    void tellsEventsOnProcessesOfItsOwn() throws Exception {
        Simulation simulation = new Simulation(1);
        Simulation.Pair hosts = simulation.pair(NETWORK);
        List<String> events = new ArrayList<>();
        simulation.start("server", () -> {
            TcpStream stream = hosts.right().newStream();
            stream.onEvent((of, event) -> {
                events.add(event.getClass().getSimpleName() + " at "
                        + simulation.now().toMillis() + " ms");
                simulation.sleep(Duration.ofSeconds(1));
            });
            stream.passiveOpen(7);
        });
        simulation.start("client", () -> {
            TcpStream stream = hosts.left().newStream();
            stream.activeOpen(SERVER);
            stream.sendAcknowledged(ByteBuffer.wrap(new byte[1]), SendFlag.PUSH);
            stream.abort();
        });
        simulation.run();
        assertThat(events)
                .containsExactly("PassiveOpenDone at 30 ms", "DataArrival at 1030 ms", "Terminated at 2030 ms");
    }

    @Test
    void throwsWhatAProgramThrows() {
        Simulation simulation = new Simulation(1);
        Simulation.Pair hosts = simulation.pair(NETWORK);
        simulation.start("client", () -> hosts.left().newStream().activeOpen(SERVER));
        assertThatThrownBy(simulation::run).isInstanceOf(IOException.class).hasMessage("connection refused");
    }

    @Test
    void namesAProgramThatWaitsForWhatWillNeverHappen() {
        Simulation simulation = new Simulation(1);
        Simulation.Pair hosts = simulation.pair(NETWORK);
        simulation.start("the server that nobody calls", () -> {
            TcpStream stream = hosts.right().newStream();
            stream.passiveOpen(7);
            stream.awaitOpen();
        });
        assertThatThrownBy(simulation::run)
                .isInstanceOf(SimulationStuck.class)
                .hasMessageContaining("the server that nobody calls")
                .cause()
                .hasStackTraceContaining("awaitOpen");
    }

    @Test
    void refusesToBlockAThreadThatIsNoProcess() throws Exception {
        Simulation simulation = new Simulation(1);
        Simulation.Pair hosts = simulation.pair(NETWORK);
        TcpStream stream = hosts.right().newStream();
        stream.passiveOpen(7);
        assertThatThrownBy(stream::awaitOpen).isInstanceOf(IllegalStateException.class);
        stream.abort();
        assertThatThrownBy(() -> stream.send(ByteBuffer.allocate(1))).isInstanceOf(StreamEndedException.class);
    }

    @Test
    void endsWhatIsGivenUp(@TempDir Path folder) throws Exception {
        Simulation simulation = new Simulation(SimulationSettings.of(1).withCaptures(folder));
        Simulation.Pair hosts = simulation.pair(NETWORK);
        simulation.start("never", () -> hosts.left().newStream().activeOpen(SERVER));
        assertThat(simulation.hasRun()).isFalse();
        simulation.end();
        assertThat(simulation.hasRun()).isFalse();
        assertThat(folder.resolve("cable-0.pcapng")).isNotEmptyFile();
        simulation.run();
        assertThat(simulation.hasRun()).isTrue();
        simulation.start("once more", () -> simulation.sleep(Duration.ofSeconds(1)));
        assertThat(simulation.hasRun()).isFalse();
        simulation.run();
        assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(1));
    }
}
