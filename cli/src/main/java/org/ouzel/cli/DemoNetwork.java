package org.ouzel.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.ouzel.PassiveOpen;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.Faults;
import org.ouzel.stack.link.FaultyLink;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.MemoryLink;

/** Two hosts in this process, joined by a wire that is bad both ways. */
final class DemoNetwork implements AutoCloseable {
    private static final int MTU = 9000;
    private static final int BUFFER_BYTES = 1 << 20;

    /** So that a network which delivers nothing ends the demo, and not the patience of who watches it. */
    private static final UserTimeout PATIENCE = UserTimeout.abortAfter(Duration.ofSeconds(30));

    private static final InetAddress RECEIVER = InetAddress.ofLiteral("198.18.0.2");
    private static final StreamOptions OPTIONS =
            StreamOptions.DEFAULT.withBuffers(BUFFER_BYTES, BUFFER_BYTES).withUserTimeout(PATIENCE);

    private final FaultyLink left;
    private final FaultyLink right;
    private final StackHost sender;
    private final StackHost receiver;
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();

    /** Two streams that are connected to each other. */
    record Pair(TcpStream sender, TcpStream receiver) {}

    /**
     * What became of the packets, both ways.
     *
     * @param lost never arrived
     * @param duplicated arrived twice
     * @param reordered arrived late
     * @param delivered arrived, copies included
     */
    record Packets(long lost, long duplicated, long reordered, long delivered) {}

    DemoNetwork(Faults faults, long seed) {
        MemoryLink.Wire wire = MemoryLink.wire(MTU);
        left = new FaultyLink(wire.left(), faults, seed);
        right = new FaultyLink(wire.right(), faults, ~seed);
        sender = host("sender", left, "198.18.0.1/24");
        receiver = host("receiver", right, RECEIVER.getHostAddress() + "/24");
    }

    private static StackHost host(String name, Link link, String address) {
        return StackHost.builder().name(name).link(link, address).open();
    }

    /** A new connection. */
    Pair connect() throws IOException {
        TcpStream to = receiver.newStream(OPTIONS);
        to.passiveOpen(PassiveOpen.port(0));
        int port = to.localAddress().orElseThrow().getPort();
        TcpStream from = sender.newStream(OPTIONS);
        from.activeOpen(new InetSocketAddress(RECEIVER, port));
        to.awaitOpen();
        return new Pair(from, to);
    }

    /** Runs the other side of an act; whatever it waits for fails when the network is closed. */
    <T> Future<T> start(Callable<T> task) {
        return tasks.submit(task);
    }

    Packets packets() {
        return Stream.of(left.faults(), right.faults())
                .map(counts -> new Packets(counts.lost(), counts.duplicated(), counts.reordered(), counts.delivered()))
                .reduce(
                        new Packets(0, 0, 0, 0),
                        (a, b) -> new Packets(
                                a.lost + b.lost,
                                a.duplicated + b.duplicated,
                                a.reordered + b.reordered,
                                a.delivered + b.delivered));
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
        tasks.close();
    }
}
