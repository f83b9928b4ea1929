package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;
import org.ouzel.os.interop.Interop;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.SimulationSettings;
import org.ouzel.sim.net.Cable;
import org.ouzel.sim.net.Faults;
import org.ouzel.sim.net.Wire;
import org.ouzel.sim.net.WireObserver;
import org.ouzel.sim.net.WireSettings;

/**
 * Wireshark looks at captures of loss recovery, taken at the sender: it finds nothing to object to, and its own analysis counts
 * what Ouzel counts.
 *
 * <p>The analysis goes by rules of thumb. What is sent again at most 3 ms after something new, or by some versions at most the
 * round trip of the handshake after it, it calls out of order. So what is to be repaired here goes out in one burst, and nothing
 * new follows until a round trip later: with that the names are right, and the numbers equal.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RecoveryCaptureTest {
    private static final long SEED = 8985;
    private static final int PORT = 7;
    private static final WireSettings NETWORK =
            WireSettings.IDEAL.withMtu(1500).withRate(20_000_000).withDelay(Duration.ofMillis(25));
    private static final Faults LOST = Faults.NONE.withLoss(1);
    private static final Faults TWICE = Faults.NONE.withDuplication(1);

    /** The initial window, in segments: they leave at once, after an idle time as well, until something has been lost. */
    private static final int BURST = 10;

    @TempDir
    private Path folder = Path.of("");

    /** What the sender does. */
    private interface Story {
        void tell(Sending sending) throws IOException;
    }

    /** A sender, and the way that its segments go. */
    private static final class Sending implements WireObserver {
        private final Simulation simulation;
        private final Cable cable;
        private final TcpStream stream;
        private final Random content = new Random(SEED);
        private final Map<Long, Faults> chosen = new HashMap<>();

        Sending(Simulation simulation, Cable cable, TcpStream stream) {
            this.simulation = simulation;
            this.cable = cable;
            this.stream = stream;
            wire().observe(this);
        }

        private Wire wire() {
            return cable.fromA();
        }

        /** A packet has met its fate: the next one's turn comes. */
        @Override
        public void entered(long nowNs, long number, MemorySegment packet) {
            wire().setFaults(chosen.getOrDefault(number + 1, Faults.NONE));
        }

        /** Sends full-sized segments, chosen ones of which meet a fate, and waits until all is repaired. */
        void flight(int segments, Map<Integer, Faults> fates) throws IOException {
            long first = wire().counts().entered();
            fates.forEach((index, fate) -> chosen.put(first + index, fate));
            wire().setFaults(chosen.getOrDefault(first, Faults.NONE));
            send(segments);
            simulation.sleep(Duration.ofSeconds(5));
        }

        void send(int segments) throws IOException {
            byte[] data = new byte[segments * stream.status().windows().effectiveSendMss()];
            content.nextBytes(data);
            stream.send(ByteBuffer.wrap(data), SendFlag.PUSH);
        }

        void delay(Duration each) {
            cable.change(NETWORK.withDelay(each));
        }

        void sleep(Duration time) {
            simulation.sleep(time);
        }
    }

    @BeforeEach
    void findTshark() {
        Interop.requireCommands("tshark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
    void lossesAreRepairedWithSack(String receiver) throws Exception {
        Map<Integer, Faults> some = Map.of(1, LOST, 3, LOST, 4, LOST, 6, LOST);
        TcpStatus.Counters counters = counted(receiver, sending -> sending.flight(BURST, some));
        assertThat(counters.fastRecoveries()).isEqualTo(1);
        assertThat(counters.segmentsRetransmitted()).isEqualTo(some.size());
        assertThat(counters.sackBlocksIn()).isGreaterThan(some.size());
        assertThat(counters.timeouts()).isZero();
        assertThat(counters.duplicateSackBlocksIn()).isZero();
        assertThat(counters.spuriousRecoveries()).isZero();
    }

    /** Below what is acknowledged, and above it beside what the peer holds. */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
    void duplicatesAreToldOf(String receiver) throws Exception {
        TcpStatus.Counters counters = counted(receiver, sending -> {
            sending.flight(BURST, Map.of(3, TWICE));
            sending.flight(BURST, Map.of(1, LOST, 4, TWICE));
            sending.flight(BURST, Map.of(2, TWICE, 3, TWICE));
        });
        assertThat(counters.duplicateSackBlocksIn()).isEqualTo(4);
        assertThat(counters.fastRecoveries()).isEqualTo(1);
        assertThat(counters.segmentsRetransmitted()).isEqualTo(1);
        assertThat(counters.timeouts()).isZero();
        assertThat(counters.spuriousRecoveries()).isZero();
    }

    /**
     * The probe is the last segment again, and the repair. Only one segment is lost: had those before it been as well, the SACK
     * of the probe would still echo the timestamp of the last segment that came in order (RFC 7323 §4.3), RFC 8985 §6.2 step 2
     * would take it for the answer to the original, and the retransmission timer would find the others.
     */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
    void aProbeRepairsTheLossOfTheLastSegment(String receiver) throws Exception {
        TcpStatus.Counters counters = counted(receiver, sending -> {
            sending.flight(BURST, Map.of());
            sending.flight(BURST, Map.of(BURST - 1, LOST));
        });
        assertThat(counters.tailLossProbes()).isEqualTo(1);
        assertThat(counters.segmentsRetransmitted()).isEqualTo(1);
        assertThat(counters.timeouts()).isZero();
        assertThat(counters.duplicateSackBlocksIn()).isZero();
    }

    /** The window is full and all of it is lost. The probe is new data, and no retransmission; its SACK shows the losses. */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
    void aProbeOfNewDataShowsThatAFlightWasLost(String receiver) throws Exception {
        Map<Integer, Faults> all =
                IntStream.range(0, BURST).boxed().collect(Collectors.toMap(index -> index, index -> LOST));
        TcpStatus.Counters counters = counted(receiver, sending -> sending.flight(3 * BURST, all));
        assertThat(counters.tailLossProbes()).isEqualTo(1);
        assertThat(counters.fastRecoveries()).isEqualTo(1);
        assertThat(counters.segmentsRetransmitted()).isEqualTo(BURST);
        assertThat(counters.timeouts()).isZero();
        assertThat(counters.duplicateSackBlocksIn()).isZero();
    }

    /** For a second each way takes two; nothing is lost. */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
    void aTimeoutTurnsOutToBeSpurious(String receiver) throws Exception {
        TcpStatus.Counters counters = counted(receiver, sending -> {
            sending.flight(70, Map.of());
            sending.delay(Duration.ofSeconds(2));
            sending.send(70);
            sending.sleep(Duration.ofSeconds(1));
            sending.delay(NETWORK.delay());
            sending.sleep(Duration.ofSeconds(9));
        });
        assertThat(counters.timeouts()).isPositive();
        assertThat(counters.spuriousTimeouts()).isEqualTo(1);
        assertThat(counters.spuriousRecoveries()).isEqualTo(1);
        assertThat(counters.segmentsRetransmitted()).isPositive();
        assertThat(counters.spuriousRetransmissions()).isEqualTo(counters.segmentsRetransmitted());
        assertThat(counters.duplicateSackBlocksIn()).isEqualTo(counters.segmentsRetransmitted());
    }

    /** What the sender has counted, once Wireshark has counted the same. */
    private TcpStatus.Counters counted(String receiver, Story story) throws Exception {
        Simulation simulation = new Simulation(SimulationSettings.of(SEED).withCaptures(folder));
        Simulation.Pair hosts = simulation.pair(NETWORK);
        TcpStream stream = hosts.left().newStream();
        simulation.start("receiver", () -> {
            try (TcpListener listener = hosts.right().listen(new InetSocketAddress(PORT), 1);
                    TcpStream accepted = listener.accept()) {
                while (!accepted.receive().isEnd()) {}
            }
        });
        simulation.start("sender", () -> {
            try (stream) {
                stream.activeOpen(new InetSocketAddress(receiver, PORT));
                story.tell(new Sending(simulation, hosts.cable(), stream));
            }
        });
        simulation.run();
        TcpStatus.Counters counters = stream.status().counters();
        List<Dissected> packets = Dissected.read(folder.resolve("cable-0.pcapng"), PORT);
        assertThat(packets).hasSize((int) (counters.segmentsIn() + counters.segmentsOut()));
        packets.forEach(packet -> assertSound(packet, receiver.contains(":") ? "" : Dissected.GOOD));
        assertCountedAlike(packets, counters);
        return counters;
    }

    private static void assertSound(Dissected packet, String ipChecksum) {
        assertThat(packet.malformed()).isEmpty();
        assertThat(packet.ipChecksum()).isEqualTo(ipChecksum);
        assertThat(packet.tcpChecksum()).isEqualTo(Dissected.GOOD);
        // Wireshark warns of every D-SACK, for what it tells of the network. There is no other warning.
        assertThat(packet.warnings()).as(packet.remarks()).isEqualTo(packet.duplicateSackBlocks());
    }

    private static void assertCountedAlike(List<Dissected> packets, TcpStatus.Counters counters) {
        assertThat(packets.stream().filter(Dissected::sentAgain)).hasSize((int) counters.segmentsRetransmitted());
        assertThat(packets.stream().mapToInt(Dissected::sackBlocks).sum()).isEqualTo((int) counters.sackBlocksIn());
        assertThat(packets.stream().mapToInt(Dissected::duplicateSackBlocks).sum())
                .isEqualTo((int) counters.duplicateSackBlocksIn());
    }
}
