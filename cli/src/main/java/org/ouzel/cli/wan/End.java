package org.ouzel.cli.wan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.ouzel.stack.link.Link;

/** A host at one end of the link, with one connection that data goes over one way. For use by one thread. */
sealed interface End extends AutoCloseable permits KernelEnd, OuzelEnd {
    /** How long to wait for anything that has to come. */
    Duration PATIENCE = Duration.ofSeconds(60);

    /** Where the one that sends is. */
    InetAddress SOURCE = InetAddress.ofLiteral("198.18.0.1");

    /** Where the one that receives listens. */
    InetSocketAddress SINK = new InetSocketAddress(InetAddress.ofLiteral("198.18.0.2"), 5001);

    /** The prefix that both are in. */
    int PREFIX_LENGTH = 24;

    /**
     * What a socket says of itself.
     *
     * @param control its congestion control
     * @param retransmitted how many segments it has sent again
     */
    record Told(String control, long retransmitted) {}

    /** The way to this end: what the link has to be put to. */
    Link port();

    /** Listens at {@link #SINK}, which is this end's. */
    void listen() throws IOException;

    /** Takes the connection and what comes over it for so long, from the first byte on; tells how many bytes that were. */
    long receive(Duration window) throws IOException;

    /** Connects to {@link #SINK} and sends, from now on, as much as it can. */
    void send() throws IOException;

    /** What the sending socket says. Fails if it could not go on sending. */
    Told tell() throws IOException;

    @Override
    void close() throws IOException;
}
