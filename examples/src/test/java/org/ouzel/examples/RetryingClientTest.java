package org.ouzel.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.ouzel.Host;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.sim.Hazard;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.junit.Simulated;
import org.ouzel.sim.net.Faults;
import org.ouzel.sim.net.WireSettings;

/** A client that gives up after ten seconds and tries again gets its answer, though nothing passes for three minutes. */
class RetryingClientTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 7);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final WireSettings NETWORK =
            WireSettings.IDEAL.withMtu(1500).withDelay(Duration.ofMillis(30)).withFaults(Faults.NONE.withLoss(0.05));

    @Simulated(seeds = 50)
    void theAnswerComesAfterThePartition(Simulation simulation) throws Exception {
        Simulation.Pair hosts = simulation.pair(NETWORK);
        Duration cut = Duration.ofMillis(simulation.random().nextInt(1000));
        simulation.plan(Hazard.partition(hosts.cable(), cut, Duration.ofMinutes(3)));
        hosts.rightMachine().start("server", () -> serve(hosts.right()));
        simulation.start("client", () -> {
            simulation.sleep(Duration.ofMillis(500));
            assertThat(askUntilAnswered(simulation, hosts.left())).isEqualTo("hello");
            hosts.rightMachine().crash();
        });
        simulation.run();
        assertThat(simulation.now()).isGreaterThan(Duration.ofMinutes(3));
    }

    private static String askUntilAnswered(Simulation simulation, Host host) {
        while (true) {
            try {
                return ask(host);
            } catch (IOException failed) {
                simulation.note("the client tries again: " + failed.getMessage());
                simulation.sleep(Duration.ofSeconds(1));
            }
        }
    }

    private static String ask(Host host) throws IOException {
        StreamOptions impatient = StreamOptions.DEFAULT.withUserTimeout(UserTimeout.abortAfter(PATIENCE));
        TcpStream stream = host.newStream(impatient);
        try {
            stream.activeOpen(SERVER);
            stream.send(UTF_8.encode("hello"), SendFlag.PUSH);
            Received answer = stream.receive(PATIENCE);
            if (answer.isTimeout() || answer.isEnd()) {
                throw new IOException("no answer");
            }
            return UTF_8.decode(answer.data()).toString();
        } finally {
            stream.abort();
        }
    }

    private static void serve(Host host) throws IOException {
        try (TcpListener listener = host.listen(new InetSocketAddress(SERVER.getPort()), 10)) {
            while (true) {
                TcpStream stream = listener.accept();
                try {
                    stream.send(stream.receive(PATIENCE).data(), SendFlag.PUSH);
                    stream.startClose();
                } catch (IOException gone) {
                    stream.abort();
                }
            }
        }
    }
}
