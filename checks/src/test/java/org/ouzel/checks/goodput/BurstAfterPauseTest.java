package org.ouzel.checks.goodput;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.sim.Simulation;

/** A connection whose window has grown large pauses, and then has much to send: that must not leave all at once. */
class BurstAfterPauseTest {
    /** RFC 6928 §2: the initial window, in segments. */
    private static final int INITIAL_WINDOW = 10;

    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 7);
    private static final Bottleneck PATH = Bottleneck.of(50_000_000, Duration.ofMillis(40));
    private static final Duration FILLING = Duration.ofSeconds(5);
    private static final ByteBuffer MUCH = ByteBuffer.allocate(4 << 20);
    private static final int LARGE_WINDOW_BYTES = 100_000;

    static Iterable<String> controls() {
        return GoodputGrid.controls();
    }

    /** RFC 5681 §4.1: after an idle time there is no acknowledgment that would clock out what is sent. */
    @ParameterizedTest
    @MethodSource("controls")
    void afterSecondsOfSilenceNoMoreThanTheInitialWindowLeavesAtOnce(String control) throws Exception {
        assertThat(largestBurst(control, _ -> Duration.ofSeconds(5))).isBetween(1, INITIAL_WINDOW);
    }

    /** Less than the timeout: the window stays, and the pacer has to spread it. */
    @ParameterizedTest
    @MethodSource("controls")
    void afterAShortPauseNoMoreThanTheInitialWindowLeavesAtOnce(String control) throws Exception {
        assertThat(largestBurst(control, rto -> rto.dividedBy(2))).isBetween(1, INITIAL_WINDOW);
    }

    private static int largestBurst(String control, Function<Duration, Duration> pause) throws Exception {
        Simulation simulation = new Simulation(1);
        Simulation.Pair hosts = PATH.connect(simulation);
        StreamOptions options = PATH.options().withCongestionControl(control);
        Bursts bursts = new Bursts();
        hosts.cable().fromA().observe(bursts);
        simulation.start("server", () -> {
            try (TcpListener listener = hosts.right().listen(SERVER, 1, options);
                    TcpStream stream = listener.accept()) {
                while (!stream.receive().isEnd()) {}
            }
        });
        simulation.start("client", () -> {
            try (TcpStream stream = hosts.left().newStream(options)) {
                stream.activeOpen(SERVER);
                fill(simulation, stream);
                simulation.sleep(pause.apply(stream.status().timing().rto()));
                bursts.begin();
                stream.sendAcknowledged(MUCH.duplicate());
            }
        });
        simulation.run();
        return bursts.largest();
    }

    /** Sends until the window is large, and waits until all is acknowledged. */
    private static void fill(Simulation simulation, TcpStream stream) throws IOException {
        while (simulation.now().compareTo(FILLING) < 0) {
            stream.send(ByteBuffer.allocate(1 << 16));
        }
        stream.sendAcknowledged(ByteBuffer.allocate(1));
        assertThat(stream.status().congestion().cwndBytes()).isGreaterThan(LARGE_WINDOW_BYTES);
    }
}
