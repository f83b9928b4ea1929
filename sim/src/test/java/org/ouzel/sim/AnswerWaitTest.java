package org.ouzel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.sim.net.WireSettings;

/** Acknowledgments that wait for the program's answer, as hosts have it by themselves (decision 0015). */
class AnswerWaitTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 7);
    private static final WireSettings NETWORK = WireSettings.IDEAL.withMtu(1500).withDelay(Duration.ofMillis(10));

    private final Simulation simulation = new Simulation(1);
    private final Simulation.Pair pair = simulation.pair(NETWORK);

    private static void receiveByte(TcpStream stream) throws IOException {
        assertThat(stream.receive(ByteBuffer.allocate(1), Duration.ofDays(1)).isEnd())
                .isFalse();
    }

    private void answer(TcpStream stream, Duration thinks) throws IOException {
        receiveByte(stream);
        simulation.sleep(thinks);
        stream.send(ByteBuffer.allocate(1), SendFlag.PUSH);
        assertThat(stream.receive(ByteBuffer.allocate(1), Duration.ofDays(1)).isEnd())
                .isTrue();
        simulation.sleep(thinks);
        stream.close();
    }

    private void call() throws IOException {
        TcpStream stream = pair.left().newStream();
        stream.activeOpen(SERVER);
        stream.send(ByteBuffer.allocate(1), SendFlag.PUSH);
        receiveByte(stream);
        stream.close();
        assertThat(stream.receive(ByteBuffer.allocate(1), Duration.ofDays(1)).isEnd())
                .isTrue();
    }

    /**
     * Three packets that open it, a request, an answer, an end of each side and an acknowledgment: that of the request and that of the first
     * end are packets of their own where the server thinks for long.
     */
    @ParameterizedTest
    @CsvSource({"0, 8", "1, 10", "5, 10"})
    void aBriefConnectionTakesNoPacketsForAcknowledgmentsThatAnAnswerCarries(long thinksMs, long packets)
            throws Exception {
        simulation.start("server", () -> {
            try (TcpListener listener = pair.right().listen(new InetSocketAddress(7), 5)) {
                answer(listener.accept(), Duration.ofMillis(thinksMs));
            }
        });
        simulation.start("client", this::call);
        simulation.run();
        assertThat(pair.cable().counts().left()).isEqualTo(packets);
    }
}
