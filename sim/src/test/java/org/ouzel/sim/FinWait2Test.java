package org.ouzel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ouzel.Received;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.sim.net.WireSettings;

/** How long a closed stream waits for a peer that does not close. */
class FinWait2Test {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 7);
    private static final WireSettings NETWORK = WireSettings.IDEAL.withMtu(1500).withDelay(Duration.ofMillis(10));
    private static final Duration FIN_WAIT_2 = Duration.ofSeconds(10);
    private static final StreamOptions OPTIONS = StreamOptions.DEFAULT.withWaits(Duration.ofMillis(100), FIN_WAIT_2);

    private final Simulation simulation = new Simulation(1);
    private final Simulation.Pair pair = simulation.pair(NETWORK);

    private void doNotClose() throws IOException {
        try (TcpListener listener = pair.right().listen(SERVER, 5)) {
            listener.accept();
            simulation.sleep(Duration.ofDays(1));
        }
    }

    private TcpStream closed() throws IOException {
        TcpStream stream = pair.left().newStream(OPTIONS);
        stream.activeOpen(SERVER);
        stream.close();
        assertThat(stream.status().state()).isEqualTo(TcpState.FIN_WAIT_2);
        return stream;
    }

    private void readNothing() throws IOException {
        TcpStream stream = closed();
        simulation.sleep(FIN_WAIT_2.minusSeconds(1));
        assertThat(stream.status().state()).isEqualTo(TcpState.FIN_WAIT_2);
        simulation.sleep(Duration.ofSeconds(2));
        assertThat(stream.status().state()).isEqualTo(TcpState.CLOSED);
    }

    private void readInVain() throws IOException {
        TcpStream stream = closed();
        Received nothing = stream.receive(ByteBuffer.allocate(1), FIN_WAIT_2.multipliedBy(3));
        assertThat(nothing.outcome()).isEqualTo(Received.Outcome.TIMEOUT);
        simulation.sleep(FIN_WAIT_2.minusSeconds(1));
        assertThat(stream.status().state()).isEqualTo(TcpState.FIN_WAIT_2);
        simulation.sleep(Duration.ofSeconds(2));
        assertThat(stream.status().state()).isEqualTo(TcpState.CLOSED);
    }

    @Test
    void isOverForWhoDoesNotRead() throws Exception {
        simulation.start("server", this::doNotClose);
        simulation.start("client", this::readNothing);
        simulation.run();
    }

    /** A receive that waits is somebody who reads, and when it ends the time begins anew. */
    @Test
    void beginsAnewWhenAReceiveEnds() throws Exception {
        simulation.start("server", this::doNotClose);
        simulation.start("client", this::readInVain);
        simulation.run();
    }
}
