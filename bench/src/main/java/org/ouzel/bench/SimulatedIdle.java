package org.ouzel.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.net.WireSettings;

/** A hundred simulated hosts with a thousand connections on which nobody speaks: how fast virtual time goes by, on one core. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx1g", "-Djdk.virtualThreadScheduler.parallelism=1"})
public class SimulatedIdle {
    private static final int PAIRS = 50;
    private static final int CONNECTIONS_PER_PAIR = 20;
    private static final int PORT = 7;
    private static final long SEED = 9293;
    private static final WireSettings NETWORK =
            WireSettings.IDEAL.withMtu(1500).withRate(1_000_000_000).withDelay(Duration.ofMillis(1));

    /** What else is counted. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Count {
        /** Virtual seconds that have passed. */
        public long virtualSeconds;

        /** Packets that came to a wire. */
        public long segments;

        /** The benchmark's own. */
        public Count() {}
    }

    /** After how many seconds a connection is asked whether it still is; 0 for never. */
    @Param("60")
    public int keepAliveSeconds = 60;

    /** For how many virtual seconds the connections are open. */
    @Param("14400")
    public int seconds = 4 * 3600;

    /** The benchmark's own. */
    public SimulatedIdle() {}

    /** All connections are opened, do nothing, and are aborted. */
    @Benchmark
    public void idle(Count count) throws Exception {
        Simulation simulation = new Simulation(SEED);
        List<Simulation.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            Simulation.Pair pair = simulation.pair(NETWORK);
            pairs.add(pair);
            simulation.start("server " + i, () -> serve(pair.right(), simulation));
            simulation.start("client " + i, () -> connect(pair.left(), simulation));
        }
        simulation.run();
        count.virtualSeconds += simulation.now().toSeconds();
        for (Simulation.Pair pair : pairs) {
            count.segments += pair.cable().counts().entered();
        }
    }

    private void serve(Host host, Simulation simulation) throws IOException {
        try (TcpListener listener = host.listen(new InetSocketAddress(PORT), CONNECTIONS_PER_PAIR)) {
            for (int i = 0; i < CONNECTIONS_PER_PAIR; i++) {
                listener.accept();
            }
            simulation.sleep(Duration.ofSeconds(seconds));
        }
    }

    private void connect(Host host, Simulation simulation) throws IOException {
        StreamOptions options = StreamOptions.DEFAULT.withKeepAlive(Duration.ofSeconds(keepAliveSeconds));
        List<TcpStream> streams = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS_PER_PAIR; i++) {
            TcpStream stream = host.newStream(options);
            stream.activeOpen(new InetSocketAddress("192.0.2.2", PORT));
            streams.add(stream);
        }
        simulation.sleep(Duration.ofSeconds(seconds));
        streams.forEach(TcpStream::abort);
    }
}
