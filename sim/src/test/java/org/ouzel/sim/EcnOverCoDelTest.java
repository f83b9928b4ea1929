package org.ouzel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.Ecn;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;
import org.ouzel.sim.net.FaultCounts;
import org.ouzel.sim.net.QueueBound;
import org.ouzel.sim.net.QueueDiscipline;
import org.ouzel.sim.net.WireSettings;

/** Two flows through a queue that CoDel keeps short: by dropping, or by marking where both ends know ECN (RFC 3168, RFC 8289). */
class EcnOverCoDelTest {
    private static final int BITS_PER_S = 10_000_000;
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final WireSettings NETWORK = WireSettings.IDEAL
            .withMtu(1500)
            .withRate(BITS_PER_S)
            .withDelay(Duration.ofMillis(20))
            .withQueue(QueueDiscipline.CoDel.of(QueueBound.packets(1000), true));

    /** What came of two flows: the bottleneck's counts, and what each was told. */
    private record Outcome(FaultCounts counts, List<TcpStatus> statuses) {
        long sum(ToLongFunction<TcpStatus> figure) {
            return statuses.stream().mapToLong(figure).sum();
        }

        double goodput() {
            return 8.0 * sum(status -> status.counters().bytesAcknowledged()) / BITS_PER_S / LENGTH.toSeconds();
        }
    }

    private static Outcome run(String control, Ecn ecn) throws Exception {
        Simulation simulation = new Simulation(3168);
        Simulation.Pair hosts = simulation.pair(NETWORK);
        List<TcpStatus> statuses = new ArrayList<>();
        StreamOptions willing =
                StreamOptions.DEFAULT.withEcn(ecn == Ecn.REQUEST_ACCURATE ? Ecn.ACCEPT_ACCURATE : Ecn.ACCEPT);
        simulation.start("server", () -> {
            try (TcpListener listener = hosts.right().listen(new InetSocketAddress(7), 2, willing)) {
                for (int flow = 0; flow < 2; flow++) {
                    TcpStream stream = listener.accept();
                    simulation.start("sink", () -> {
                        while (!stream.receive().isEnd()) {}
                        stream.close();
                    });
                }
            }
        });
        StreamOptions options =
                StreamOptions.DEFAULT.withCongestionControl(control).withEcn(ecn);
        for (int flow = 0; flow < 2; flow++) {
            simulation.start("source", () -> {
                try (TcpStream stream = hosts.left().newStream(options)) {
                    stream.activeOpen(new InetSocketAddress("192.0.2.2", 7));
                    while (simulation.now().compareTo(LENGTH) < 0) {
                        stream.send(ByteBuffer.allocate(10_000));
                    }
                    statuses.add(stream.status());
                }
            });
        }
        simulation.run();
        return new Outcome(hosts.cable().counts(), statuses);
    }

    /** Every mark of the queue is known to who sent the packet, as long as its acknowledgments arrive; the windows are as before. */
    @ParameterizedTest
    @CsvSource({"cubic", "newreno"})
    void tellsOfEveryMarkByTheAccurateKind(String control) throws Exception {
        Outcome classic = run(control, Ecn.REQUEST);
        Outcome accurate = run(control, Ecn.REQUEST_ACCURATE);

        assertThat(classic.statuses()).noneMatch(status -> status.ecn().accurate());
        assertThat(accurate.statuses()).allMatch(status -> status.ecn().accurate());
        assertThat(accurate.sum(status -> status.counters().segmentsRetransmitted()))
                .isZero();
        assertThat(accurate.counts().marked()).isPositive();
        assertThat(accurate.sum(status -> status.ecn().echoesIn()))
                .isLessThanOrEqualTo(accurate.counts().marked())
                .isGreaterThan(accurate.counts().marked() - 10);
        assertThat(accurate.sum(status -> status.ecn().responses())).isPositive();
        assertThat(accurate.goodput()).isGreaterThan(0.85).isGreaterThan(classic.goodput() - 0.05);
    }

    @ParameterizedTest
    @CsvSource({"cubic", "newreno", "bbr"})
    void losesNothingWhereCongestionIsMarkedAndPacketsWhereItIsNot(String control) throws Exception {
        Outcome with = run(control, Ecn.REQUEST);
        Outcome without = run(control, Ecn.ACCEPT);

        assertThat(with.statuses()).allMatch(status -> status.ecn().agreed());
        assertThat(with.sum(status -> status.counters().segmentsRetransmitted()))
                .isZero();
        assertThat(with.counts().marked()).isPositive();
        assertThat(with.sum(status -> status.ecn().responses())).isPositive();

        assertThat(without.statuses()).noneMatch(status -> status.ecn().agreed());
        assertThat(without.counts().marked()).isZero();
        assertThat(without.sum(status -> status.counters().segmentsRetransmitted()))
                .isPositive();
        assertThat(without.sum(status -> status.ecn().responses())).isZero();

        assertThat(with.goodput()).isGreaterThan(0.85).isGreaterThan(without.goodput() - 0.05);
    }
}
