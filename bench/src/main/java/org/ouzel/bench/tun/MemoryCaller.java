package org.ouzel.bench.tun;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.ouzel.bench.blocking.Answers;
import org.ouzel.bench.blocking.HostSockets;
import org.ouzel.bench.blocking.Service;
import org.ouzel.bench.blocking.Sockets;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.MemoryLink;

/** The process in which one host of Ouzel's calls another over a link in memory, on virtual threads. */
public final class MemoryCaller {
    private static final int MTU = 1500;

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
        MemoryLink.Wire wire =
                switch (Framing.valueOf(arguments[0])) {
                    case PLAIN -> MemoryLink.wire(MTU);
                    case OFFLOAD -> MemoryLink.uncutWire(MTU);
                };
        InetAddress server = Addresses.SERVER;
        ThreadFactory threads = Thread.ofVirtual().name("virtual-", 0).factory();
        Sockets serving = sockets(wire.right(), Addresses.SERVER_SIDE);
        Service.start(_ -> serving, server, threads);
        Answers.give(sockets(wire.left(), Addresses.CALLER_SIDE), server, threads);
    }

    private static Sockets sockets(Link link, String address) {
        return new HostSockets(
                StackHost.builder()
                        .name("bench")
                        .link(link, address)
                        .maxSegmentLifetime(LIFETIME)
                        .open(),
                true);
    }
}
