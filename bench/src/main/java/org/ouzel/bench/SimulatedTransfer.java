package org.ouzel.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.ouzel.Host;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.net.WireSettings;

/** Two simulated hosts, and all that one of them has to send: how many segments a second of real time sees, on one core. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx1g", "-Djdk.virtualThreadScheduler.parallelism=1"})
public class SimulatedTransfer {
    private static final int MTU = 1500;
    private static final int PORT = 7;
    private static final int CALL_BYTES = 64 << 10;
    private static final long SEED = 9293;

    /** The network between them. */
    public enum Network {
        /** Takes no time. */
        IDEAL,
        /** A gigabit a second, a millisecond away: packets wait in the queue, and are under way together. */
        DISTANT;

        private WireSettings settings() {
            WireSettings ideal = WireSettings.IDEAL.withMtu(MTU);
            return switch (this) {
                case IDEAL -> ideal;
                case DISTANT -> ideal.withRate(1_000_000_000).withDelay(Duration.ofMillis(1));
            };
        }
    }

    /** What else is counted. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Count {
        /** Packets that came to a wire. */
        public long segments;

        /** The benchmark's own. */
        public Count() {}
    }

    /** What the network is like. */
    @Param({"IDEAL", "DISTANT"})
    public Network network = Network.IDEAL;

    /** How much is sent. */
    @Param("67108864")
    public long bytes = 64 << 20;

    /** The benchmark's own. */
    public SimulatedTransfer() {}

    /** One transfer, from the first SYN to the last acknowledgment. */
    @Benchmark
    public void transfer(Count count) throws Exception {
        Simulation simulation = new Simulation(SEED);
        Simulation.Pair hosts = simulation.pair(network.settings());
        simulation.start("receiver", () -> receive(hosts.right()));
        simulation.start("sender", () -> send(hosts.left()));
        simulation.run();
        count.segments += hosts.cable().counts().entered();
    }

    private void receive(Host host) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(CALL_BYTES);
        long received = 0;
        try (TcpListener listener = host.listen(new InetSocketAddress(PORT), 1);
                TcpStream stream = listener.accept()) {
            while (!stream.receive(into.clear(), Duration.ofMinutes(1)).isEnd()) {
                received += into.position();
            }
        }
        if (received != bytes) {
            throw new AssertionError("received " + received + " bytes of " + bytes);
        }
    }

    private void send(Host host) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(CALL_BYTES);
        try (TcpStream stream = host.newStream()) {
            stream.activeOpen(new InetSocketAddress("192.0.2.2", PORT));
            for (long rest = bytes; rest > 0; rest -= data.position()) {
                stream.send(data.clear().limit((int) Math.min(rest, CALL_BYTES)), SendFlag.PUSH);
            }
        }
    }
}
