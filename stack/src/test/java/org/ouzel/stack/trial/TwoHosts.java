package org.ouzel.stack.trial;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.MemoryLink;

/** Two hosts of the stack in this process, on one wire in memory. */
public final class TwoHosts implements HostPair {
    public static final Duration LIFETIME = Duration.ofMillis(50);

    private final StackHost client;
    private final StackHost server;
    private final List<? extends Link> right;

    public TwoHosts(Link left, Link right) {
        this(left, right, LIFETIME);
    }

    public TwoHosts(Link left, Link right, Duration maxSegmentLifetime) {
        this(
                client(List.of(left), maxSegmentLifetime).open(),
                List.of(right),
                server(List.of(right), maxSegmentLifetime).open());
    }

    private TwoHosts(StackHost client, List<? extends Link> right, StackHost server) {
        this.client = client;
        this.right = right;
        this.server = server;
    }

    private static StackHost.Builder client(List<? extends Link> left, Duration maxSegmentLifetime) {
        return StackHost.builder()
                .name("client")
                .queues(left, "198.18.0.1/24", "2001:db8::1/64")
                .maxSegmentLifetime(maxSegmentLifetime);
    }

    private static StackHost.Builder server(List<? extends Link> right, Duration maxSegmentLifetime) {
        return StackHost.builder()
                .name("server")
                .queues(right, "198.18.0.2/24", "2001:db8::2/64")
                .maxSegmentLifetime(maxSegmentLifetime);
    }

    /** On a wire of so many queues. Streams of the client and of the server belong to different ones, and so do those who accept and what they accept. */
    public static TwoHosts withQueues(int queues) {
        return withQueues(IntStream.range(0, queues).boxed().toList(), () -> 0, () -> 1, LIFETIME);
    }

    /**
     * On a wire of several queues.
     *
     * @param order which of the server's queues each of the client's is joined to: both have a connection at home in the queue of the
     *     same number, and get its packets from another where these differ
     * @param clients to which queue a stream of the client's belongs that is made now, and at which who accepts waits
     * @param servers the same of the server
     */
    public static TwoHosts withQueues(
            List<Integer> order, IntSupplier clients, IntSupplier servers, Duration maxSegmentLifetime) {
        List<MemoryLink> left = new ArrayList<>();
        Map<Integer, MemoryLink> right = new TreeMap<>();
        for (int place : order) {
            MemoryLink.Wire wire = MemoryLink.wire(1500);
            left.add(wire.left());
            right.put(place, wire.right());
        }
        return new TwoHosts(
                client(left, maxSegmentLifetime).processor(clients).open(),
                List.copyOf(right.values()),
                server(List.copyOf(right.values()), maxSegmentLifetime)
                        .processor(servers)
                        .open());
    }

    /** Listeners are called in place, by the threads that read the links. */
    public static TwoHosts withListenersInPlace() {
        ReadLink.Wire wire = ReadLink.wire();
        return new TwoHosts(
                client(List.of(wire.left()), LIFETIME).listenersInPlace().open(),
                List.of(wire.right()),
                server(List.of(wire.right()), LIFETIME).listenersInPlace().open());
    }

    public static TwoHosts onAGoodWire() {
        MemoryLink.Wire wire = MemoryLink.wire(1500);
        return new TwoHosts(wire.left(), wire.right());
    }

    @Override
    public StackHost client() {
        return client;
    }

    @Override
    public StackHost server() {
        return server;
    }

    @Override
    public InetAddress clientAddress() {
        return InetAddress.ofLiteral("198.18.0.1");
    }

    @Override
    public InetAddress serverAddress() {
        return InetAddress.ofLiteral("198.18.0.2");
    }

    @Override
    public InetAddress serverIpv6Address() {
        return InetAddress.ofLiteral("2001:db8::2");
    }

    @Override
    public InetAddress unreachableAddress() {
        return InetAddress.ofLiteral("198.51.100.1");
    }

    @Override
    public void vanish() {
        right.forEach(Link::close);
    }

    @Override
    public void awaitNothingHeld() {
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
