package org.ouzel.bench.tun;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.ouzel.bench.blocking.Answers;
import org.ouzel.bench.blocking.HostSockets;
import org.ouzel.bench.blocking.Service;
import org.ouzel.bench.blocking.Sockets;
import org.ouzel.os.Processors;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.MemoryLink;

/** The process in which one host of Ouzel's calls another over a link in memory, on virtual threads. */
public final class MemoryCaller {
    private static final int MTU = 1500;

    /** The link has a queue for each processor that virtual threads run on. */
    private static final int CARRIERS = Integer.getInteger(
            "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());

    /**
     * A caller that ends its connections first keeps their ports for twice as long (RFC 9293 §3.6.1): on a link that loses and delays
     * nothing, nothing old can come after a millisecond.
     */
    private static final Duration LIFETIME = Duration.ofMillis(1);

    private MemoryCaller() {}

    /**
     * Answers until the parent ends.
     *
     * @param arguments the framing
     */
    public static void main(String[] arguments) throws IOException {
        Framing framing = Framing.valueOf(arguments[0]);
        List<MemoryLink.Wire> wires =
                Stream.generate(() -> wire(framing)).limit(CARRIERS).toList();
        InetAddress server = Addresses.SERVER;
        ThreadFactory threads = Thread.ofVirtual().name("virtual-", 0).factory();
        Sockets serving = sockets(wires.stream().map(MemoryLink.Wire::right).toList(), Addresses.SERVER_SIDE);
        Service.start(_ -> serving, server, threads);
        Answers.give(
                sockets(wires.stream().map(MemoryLink.Wire::left).toList(), Addresses.CALLER_SIDE), server, threads);
    }

    private static MemoryLink.Wire wire(Framing framing) {
        return switch (framing) {
            case PLAIN -> MemoryLink.wire(MTU);
            case OFFLOAD -> MemoryLink.uncutWire(MTU);
        };
    }

    private static Sockets sockets(List<MemoryLink> queues, String address) {
        return new HostSockets(
                StackHost.builder()
                        .name("bench")
                        .queues(queues, address)
                        .processor(Processors::current)
                        .maxSegmentLifetime(LIFETIME)
                        .open(),
                true);
    }
}
