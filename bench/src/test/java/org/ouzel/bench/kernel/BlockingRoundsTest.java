package org.ouzel.bench.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.bench.blocking.HostSockets;
import org.ouzel.bench.blocking.Sockets;
import org.ouzel.os.kernel.KernelHost;

/** Rounds by calls that block do what they say and end; not how fast. */
@Timeout(60)
class BlockingRoundsTest {
    private static final long LIMIT_NS = Duration.ofMillis(20).toNanos();

    private static Sockets open(Contender contender, boolean noDelay) {
        return contender.equals(Contender.OUZEL)
                ? new HostSockets(KernelHost.open("bench"), noDelay)
                : new NioSockets(noDelay);
    }

    @ParameterizedTest
    @CsvSource({"OUZEL, PLATFORM", "OUZEL, VIRTUAL", "NIO, PLATFORM", "NIO, VIRTUAL"})
    void tellAllThatIsMeasured(Contender contender, ThreadKind threads) throws Exception {
        try (Sockets sockets = open(contender, true)) {
            requireAll(Workload.PING_PONG, PingPong.run(sockets, threads, LIMIT_NS));
        }
        try (Sockets sockets = open(contender, true)) {
            requireAll(Workload.STREAMING, Streaming.run(sockets, threads, LIMIT_NS));
        }
        try (Sockets sockets = open(contender, false)) {
            requireAll(Workload.CONNECTIONS, Connections.run(sockets, threads, LIMIT_NS));
        }
    }

    private static void requireAll(Workload workload, Map<Measure, Double> values) {
        assertThat(values.keySet()).containsExactlyInAnyOrderElementsOf(Measure.of(workload));
        assertThat(values.values()).allSatisfy(value -> assertThat(value).isNotNegative());
    }

    @ParameterizedTest
    @EnumSource(names = {"PLATFORM", "VIRTUAL"})
    void failAsSoonAsOneSideDoes(ThreadKind threads) throws Exception {
        try (Sockets.Listening listening = new NioSockets(false).listen(Sockets.LOOPBACK)) {
            Sides<Sockets.End, List<String>> sides = new Sides<>(listening::accept, () -> {
                throw new IOException("lost");
            });

            assertThatThrownBy(() -> sides.run(threads))
                    .isInstanceOf(IOException.class)
                    .hasRootCauseMessage("lost");
        }
    }
}
