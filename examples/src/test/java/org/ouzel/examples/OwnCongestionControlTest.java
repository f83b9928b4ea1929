package org.ouzel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.ouzel.Host;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.sim.Machine;
import org.ouzel.sim.MachineSettings;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.junit.Simulated;
import org.ouzel.sim.net.WireSettings;

/** A congestion control of one's own: who has leased a satellite link need not find out how much it takes. */
class OwnCongestionControlTest {
    private static final int BYTES_PER_S = 1_000_000;
    private static final WireSettings SATELLITE =
            WireSettings.IDEAL.withMtu(1500).withRate(8 * BYTES_PER_S).withDelay(Duration.ofMillis(250));
    private static final InetSocketAddress SINK = new InetSocketAddress("192.0.2.2", 9);
    private static final StreamOptions LARGE = StreamOptions.DEFAULT.withBuffers(1 << 20, 1 << 20);

    /** It keeps nothing of its connection, so that one does for all. */
    private static final LeasedLine LINE =
            new LeasedLine("leased-line", "sending", BYTES_PER_S / 2, Long.MAX_VALUE, BYTES_PER_S);

    /** Sends what fits on the line, as fast as that is, whatever happens. Nobody else may be on the line. */
    private record LeasedLine(String name, String phase, long cwndBytes, long ssthreshBytes, long pacingBytesPerSecond)
            implements CongestionControl {
        @Override
        public boolean regulatesRecovery() {
            return true;
        }

        @Override
        public void onSegmentSize(int mssBytes) {}

        @Override
        public void onHandshakeTimeout() {}

        @Override
        public void onIdle(long now) {}

        @Override
        public void onAcknowledged(Acknowledged event) {}

        @Override
        public void onLoss(Loss event) {}

        @Override
        public void onRecovered(long now, long flightBytes) {}

        @Override
        public void onTimeout(Loss event, boolean again) {}

        @Override
        public void onSpurious(long now, long flightBytes) {}
    }

    @Simulated(seeds = 5)
    void fillsTheLineAtOnce(Simulation simulation) throws Exception {
        Machine near =
                simulation.machine("near", MachineSettings.DEFAULT.withCongestionControl("leased-line", _ -> LINE));
        Machine far = simulation.machine("far");
        simulation.connect(near.card(1500, "192.0.2.1/24"), far.card(1500, "192.0.2.2/24"), SATELLITE);
        near.turnOn();
        far.turnOn();
        far.start("sink", () -> {
            try (TcpListener listener = far.host().listen(SINK, 2, LARGE)) {
                for (int flow = 0; flow < 2; flow++) {
                    TcpStream stream = listener.accept();
                    while (!stream.receive().isEnd()) {}
                    stream.close();
                }
            }
        });
        near.start("source", () -> {
            Duration cubic = megabyte(simulation, near.host(), "cubic");
            Duration own = megabyte(simulation, near.host(), "leased-line");
            assertThat(own).as("with slow start %s", cubic).isLessThan(cubic.minusSeconds(1));
        });
        simulation.run();
    }

    private static Duration megabyte(Simulation simulation, Host host, String control) throws IOException {
        Duration begin = simulation.now();
        try (TcpStream stream = host.newStream(LARGE.withCongestionControl(control))) {
            stream.activeOpen(SINK);
            stream.sendAcknowledged(ByteBuffer.allocate(BYTES_PER_S));
            assertThat(stream.status().congestion().name()).isEqualTo(control);
            return simulation.now().minus(begin);
        }
    }
}
