package org.ouzel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One host on a network: the place where streams and listeners are made. Which engine stands behind it is chosen when it
 * is made. Safe for use by any thread.
 */
public interface Host extends AutoCloseable {

    /** A stream with {@link StreamOptions#DEFAULT}. */
    default TcpStream newStream() throws IOException {
        return newStream(StreamOptions.DEFAULT);
    }

    /**
     * A new stream. A stream is not a connection: it is created unconnected, may be opened, and may be opened again after
     * its connection has ended.
     *
     * @param options what the stream is created with
     * @throws IllegalArgumentException if the congestion control is unknown
     * @throws TcpCallException with {@link TcpRefusal#HOST_CLOSED}
     */
    TcpStream newStream(StreamOptions options) throws IOException;

    /**
     * Listens for any number of connections.
     *
     * @param local the local address and port; the unspecified address listens on all, port 0 picks a free port
     * @param backlog how many established connections may wait to be accepted, at least 1; while so many do, connection
     *     requests are dropped, and their senders try again. Handshakes that are not over do not count: they are bounded apart
     * @throws java.net.BindException if the port is in use or the address is not this host's
     */
    default TcpListener listen(InetSocketAddress local, int backlog) throws IOException {
        return listen(local, backlog, StreamOptions.DEFAULT);
    }

    /**
     * Listens for any number of connections, each of which becomes a stream with the given options.
     *
     * @param local the local address and port; the unspecified address listens on all, port 0 picks a free port
     * @param backlog how many established connections may wait to be accepted, at least 1; while so many do, connection
     *     requests are dropped, and their senders try again. Handshakes that are not over do not count: they are bounded apart
     * @param options what the accepted streams have
     * @throws java.net.BindException if the port is in use or the address is not this host's
     */
    TcpListener listen(InetSocketAddress local, int backlog, StreamOptions options) throws IOException;

    /** The addresses of this host, each with its interface and its prefix length. */
    List<HostAddress> addresses();

    /**
     * The MTU, in bytes, of the interface that has the given address.
     *
     * @throws IOException if no interface has it
     */
    int mtu(InetAddress local) throws IOException;

    /** The names of the congestion controls that a stream of this host may have. */
    Set<String> congestionControls();

    /** What the host has counted: each reason for which input was dropped, and each kind of resource in use. */
    Map<String, Long> counters();

    /**
     * Ends the host: every connection is aborted (peers see a reset), every pending call fails, and links and threads are
     * given back. A second close is harmless.
     */
    @Override
    void close();
}
