package org.ouzel.checks.goodput;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;
import org.ouzel.sim.Machine;
import org.ouzel.sim.Simulation;

/** Flows over one bottleneck in virtual time. Each sends as much as it can from when it begins until the end of all. */
final class Race {
    private static final int FIRST_PORT = 5001;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final Simulation simulation;
    private final Bottleneck path;
    private final Simulation.Pair hosts;
    private int flows;

    /**
     * Nothing flows yet.
     *
     * @param length when both machines lose their power, and so everything is over
     */
    Race(long seed, Bottleneck path, Duration length) {
        this.simulation = new Simulation(seed);
        this.path = path;
        this.hosts = path.connect(simulation);
        for (Machine machine : new Machine[] {hosts.leftMachine(), hosts.rightMachine()}) {
            simulation.timeline().at(length.toNanos(), machine::crash);
        }
    }

    /** A flow, which is told what its receiver got. */
    final class Flow {
        private final StreamOptions options;
        private final InetSocketAddress server;
        private final Duration begin;
        private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        private final ByteBuffer into = ByteBuffer.allocate(CHUNK_BYTES);
        private final TcpStream stream;
        private long receivedBytes;

        private Flow(String control, Duration begin) throws IOException {
            this.options = path.options().withCongestionControl(control);
            this.server = new InetSocketAddress("192.0.2.2", FIRST_PORT + flows++);
            this.begin = begin;
            this.stream = hosts.left().newStream(options);
            hosts.rightMachine().start("sink", this::receive);
            hosts.leftMachine().start("source", this::send);
        }

        private void send() throws IOException {
            simulation.sleep(begin);
            stream.activeOpen(server);
            while (true) {
                stream.send(chunk.clear());
            }
        }

        private void receive() throws IOException {
            try (TcpListener listener = hosts.right().listen(server, 1, options);
                    TcpStream accepted = listener.accept()) {
                while (!accepted.receive(into.clear(), PATIENCE).isEnd()) {
                    receivedBytes += into.position();
                }
            }
        }

        /** How many bytes its receiver has got until now. */
        long receivedBytes() {
            return receivedBytes;
        }

        /** The sender's view. */
        TcpStatus status() {
            return stream.status();
        }
    }

    /** Adds a flow, which opens its connection so long after the beginning. */
    Flow flow(String control, Duration begin) throws IOException {
        return new Flow(control, begin);
    }

    /** Runs until the end. */
    void run() throws Exception {
        simulation.run();
    }

    /** The simulation. */
    Simulation simulation() {
        return simulation;
    }

    /** What goes from the senders to the receivers goes over this. */
    Simulation.Pair hosts() {
        return hosts;
    }
}
