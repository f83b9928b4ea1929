package org.ouzel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.junit.Simulated;
import org.ouzel.sim.net.QueueBound;
import org.ouzel.sim.net.QueueDiscipline;
import org.ouzel.sim.net.WireSettings;

/** Two flows share a bottleneck: any two of the congestion controls that there are, over two queues. Makes a table of it. */
class CongestionComparisonTest {
    private static final int BITS_PER_S = 3_000_000;
    private static final Duration LENGTH = Duration.ofSeconds(5);
    private static final QueueBound BOUND = QueueBound.packets(30);
    private static final List<QueueDiscipline> QUEUES =
            List.of(new QueueDiscipline.DropTail(BOUND), QueueDiscipline.CoDel.of(BOUND, false));
    private static final WireSettings NETWORK =
            WireSettings.IDEAL.withMtu(1500).withRate(BITS_PER_S).withDelay(Duration.ofMillis(20));
    private static final Map<String, DoubleSummaryStatistics> SHARES = new TreeMap<>();

    @Simulated(seeds = 10)
    void twoFlowsFillTheBottleneck(Simulation simulation) {
        for (QueueDiscipline queue : QUEUES) {
            TreeSet<String> controls =
                    new TreeSet<>(simulation.pair(NETWORK).left().congestionControls());
            for (String one : controls) {
                for (String other : controls.tailSet(one)) {
                    compare(simulation, simulation.pair(NETWORK.withQueue(queue)), queue, List.of(one, other));
                }
            }
        }
    }

    private static void compare(
            Simulation simulation, Simulation.Pair hosts, QueueDiscipline queue, List<String> controls) {
        simulation.start("server", () -> {
            try (TcpListener listener = hosts.right().listen(new InetSocketAddress(7), 2)) {
                for (String _ : controls) {
                    TcpStream stream = listener.accept();
                    simulation.start("sink", () -> {
                        while (!stream.receive().isEnd()) {}
                        stream.startClose();
                    });
                }
            }
        });
        String row = "| " + queue.getClass().getSimpleName() + " | " + String.join(" with ", controls) + " | ";
        for (int flow = 0; flow < controls.size(); flow++) {
            String column = row + (flow + 1) + " | ";
            StreamOptions options = StreamOptions.DEFAULT.withCongestionControl(controls.get(flow));
            Duration begin = Duration.ofNanos(simulation.random().nextInt(100_000_000));
            simulation.start("source", () -> {
                simulation.sleep(begin);
                double share = fill(simulation, hosts.left().newStream(options));
                assertThat(share).as(column).isBetween(0.05, 1.0);
                SHARES.computeIfAbsent(column, _ -> new DoubleSummaryStatistics())
                        .accept(share);
            });
        }
    }

    private static double fill(Simulation simulation, TcpStream flow) throws IOException {
        flow.activeOpen(new InetSocketAddress("192.0.2.2", 7));
        while (simulation.now().compareTo(LENGTH) < 0) {
            flow.send(ByteBuffer.allocate(10_000));
        }
        long bytes = flow.status().counters().bytesAcknowledged();
        flow.startClose();
        return 8.0 * bytes / BITS_PER_S / LENGTH.toSeconds();
    }

    @AfterAll
    static void writeTheTable() throws IOException {
        StringBuilder table =
                new StringBuilder("| queue | controls | flow | share | least | most |\n|---|---|---|---|---|---|\n");
        SHARES.forEach((row, share) -> table.append(row)
                .append(String.format(
                        Locale.ROOT, "%.2f | %.2f | %.2f |\n", share.getAverage(), share.getMin(), share.getMax())));
        System.out.print(table);
        Files.writeString(Path.of("target", "congestion.md"), table);
    }
}
