package org.ouzel.cli;

import java.time.Duration;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.MemoryLink;

/** Two hosts on one wire in memory. */
final class TwoHosts implements AutoCloseable {
    static final String SERVER = "198.18.0.2";

    private static final Duration LIFETIME = Duration.ofMillis(50);

    final StackHost client;
    final StackHost server;

    TwoHosts() {
        MemoryLink.Wire wire = MemoryLink.wire(1500);
        client = StackHost.builder()
                .name("client")
                .link(wire.left(), "198.18.0.1/24")
                .maxSegmentLifetime(LIFETIME)
                .open();
        server = StackHost.builder()
                .name("server")
                .link(wire.right(), SERVER + "/24")
                .maxSegmentLifetime(LIFETIME)
                .open();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
