package org.ouzel.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.ouzel.ActiveOpen;
import org.ouzel.PassiveOpen;
import org.ouzel.TcpStream;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.MemoryLink;

/** Two hosts on one wire in memory. */
final class TwoHosts implements AutoCloseable {
    static final Duration LIFETIME = Duration.ofMillis(50);
    static final Duration SOON = Duration.ofSeconds(20);

    final StackHost client;
    final StackHost server;
    private final Link right;

    /** Two streams that are connected to each other. */
    record Streams(TcpStream client, TcpStream server) {}

    TwoHosts(Link left, Link right) {
        this(left, right, LIFETIME);
    }

    TwoHosts(Link left, Link right, Duration maxSegmentLifetime) {
        this.right = right;
        client = StackHost.builder()
                .name("client")
                .link(left, "198.18.0.1/24", "2001:db8::1/64")
                .maxSegmentLifetime(maxSegmentLifetime)
                .open();
        server = StackHost.builder()
                .name("server")
                .link(right, "198.18.0.2/24", "2001:db8::2/64")
                .maxSegmentLifetime(maxSegmentLifetime)
                .open();
    }

    static TwoHosts onAGoodWire() {
        MemoryLink.Wire wire = MemoryLink.wire(1500);
        return new TwoHosts(wire.left(), wire.right());
    }

    InetAddress serverAddress() {
        return InetAddress.ofLiteral("198.18.0.2");
    }

    /** From now on no packet of the server's is heard, nor is one to it. */
    void vanish() {
        right.close();
    }

    /** Two streams of the hosts, connected. */
    Streams connect() throws IOException {
        return connect(client.newStream(), server.newStream());
    }

    Streams connect(TcpStream from, TcpStream to) throws IOException {
        to.passiveOpen(PassiveOpen.port(0));
        int port = to.localAddress().orElseThrow().getPort();
        from.activeOpen(ActiveOpen.to(new InetSocketAddress(serverAddress(), port)));
        to.awaitOpen();
        return new Streams(from, to);
    }

    /** Waits until nothing is held any more: connections, deadlines, pages. Fails if that never comes. */
    void awaitNothingHeld() {
        for (StackHost host : new StackHost[] {client, server}) {
            long end = System.nanoTime() + SOON.toNanos();
            while (!isIdle(host.counters())) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("still held: " + host.counters());
                }
                Thread.onSpinWait();
            }
        }
    }

    private static boolean isIdle(Map<String, Long> counters) {
        return Stream.of("connections", "deadlines", "streams.open", "pages.lent")
                .allMatch(name -> counters.getOrDefault(name, -1L) == 0);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
