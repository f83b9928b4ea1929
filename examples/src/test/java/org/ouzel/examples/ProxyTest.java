package org.ouzel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.sim.Machine;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.junit.Simulated;
import org.ouzel.sim.net.Faults;
import org.ouzel.sim.net.WireSettings;

/** A proxy on a machine in the middle carries a file and its echo, whatever order the packets come in. */
class ProxyTest {
    private static final InetSocketAddress PROXY = new InetSocketAddress("192.0.2.2", 8080);
    private static final InetSocketAddress SERVER = new InetSocketAddress("198.51.100.2", 7);
    private static final WireSettings NETWORK = WireSettings.IDEAL
            .withMtu(1500)
            .withRate(50_000_000)
            .withDelay(Duration.ofMillis(5))
            .withFaults(Faults.NONE.withReordering(0.2, Duration.ofMillis(20)).withDuplication(0.05));

    @Simulated(seeds = 20)
    void carriesAllBothWaysAndTheEndsToo(Simulation simulation) {
        Machine client = simulation.machine("client");
        Machine proxy = simulation.machine("proxy");
        Machine server = simulation.machine("server");
        simulation.connect(client.card(1500, "192.0.2.1/24"), proxy.card(1500, "192.0.2.2/24"), NETWORK);
        simulation.connect(proxy.card(1500, "198.51.100.1/24"), server.card(1500, "198.51.100.2/24"), NETWORK);
        client.turnOn();
        proxy.turnOn();
        server.turnOn();
        byte[] file = new byte[50_000];
        simulation.random().nextBytes(file);
        server.start("echo", () -> {
            try (TcpListener listener = server.host().listen(new InetSocketAddress(SERVER.getPort()), 1);
                    TcpStream stream = listener.accept()) {
                copy(stream, stream);
            }
        });
        proxy.start("proxy", () -> proxy(proxy));
        client.start("client", () -> assertThat(echoed(client, file)).isEqualTo(ByteBuffer.wrap(file)));
    }

    /** Accepts one connection, makes another, and copies between them until both ways have ended. */
    private static void proxy(Machine machine) throws IOException {
        try (TcpListener listener = machine.host().listen(new InetSocketAddress(PROXY.getPort()), 1)) {
            TcpStream near = listener.accept();
            TcpStream far = machine.host().newStream();
            far.activeOpen(SERVER);
            // Each way ends by itself. To close both streams when one way has ended would cut off the other.
            machine.start("back", () -> copy(far, near));
            copy(near, far);
        }
    }

    /** Copies until the end, and passes that on. */
    private static void copy(TcpStream from, TcpStream to) throws IOException {
        for (Received some = from.receive(); !some.isEnd(); some = from.receive()) {
            to.send(some.data(), SendFlag.PUSH);
        }
        to.startClose();
    }

    private static ByteBuffer echoed(Machine machine, byte[] file) throws IOException {
        ByteBuffer echo = ByteBuffer.allocate(file.length + 1);
        try (TcpStream stream = machine.host().newStream()) {
            stream.activeOpen(PROXY);
            machine.start("upload", () -> {
                stream.send(ByteBuffer.wrap(file), SendFlag.PUSH);
                stream.startClose();
            });
            while (!stream.receive(echo, Duration.ofMinutes(5)).isEnd()) {}
        }
        return echo.flip();
    }
}
