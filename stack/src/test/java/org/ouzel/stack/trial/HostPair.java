package org.ouzel.stack.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.ouzel.ActiveOpen;
import org.ouzel.Host;
import org.ouzel.PassiveOpen;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;

/** Two hosts that reach each other, whatever engine stands behind them. */
public interface HostPair extends AutoCloseable {
    /** More time than anything takes that ends at all. */
    Duration SOON = Duration.ofSeconds(20);

    /** Two streams that are connected to each other. */
    record Streams(TcpStream client, TcpStream server) {}

    Host client();

    Host server();

    /** The client's IPv4 address. */
    InetAddress clientAddress();

    /** The server's IPv4 address. */
    InetAddress serverAddress();

    /** The server's IPv6 address. */
    InetAddress serverIpv6Address();

    /** An address to which the client has no route, and which is neither host's. */
    InetAddress unreachableAddress();

    /**
     * From now on no packet of the server's is heard, nor is one to it.
     *
     * @throws UnsupportedOperationException if nothing can cut the way between the hosts
     */
    void vanish();

    /** From now on streams and listeners may take data with a SYN, if they want to; before, it is not said whether. */
    default void allowFastOpen() {}

    /** Waits until nothing is held any more: connections, deadlines, memory. Fails if that never comes. */
    void awaitNothingHeld();

    @Override
    void close();

    /** The server's IPv4 address with a port. */
    default InetSocketAddress at(int port) {
        return new InetSocketAddress(serverAddress(), port);
    }

    /** A port of the server's on which nobody listens. */
    default int unusedPort() throws IOException {
        try (TcpListener listener = server().listen(new InetSocketAddress(0), 1)) {
            return listener.localAddress().getPort();
        }
    }

    /** Two new streams of the hosts, connected. */
    default Streams connect() throws IOException {
        return connect(client().newStream(), server().newStream());
    }

    /** Two new streams of the hosts, both with the options, connected. */
    default Streams connect(StreamOptions options) throws IOException {
        return connect(client().newStream(options), server().newStream(options));
    }

    /** Connects a stream of the client's to one of the server's. */
    default Streams connect(TcpStream from, TcpStream to) throws IOException {
        from.activeOpen(ActiveOpen.to(at(listen(to))));
        to.awaitOpen();
        return new Streams(from, to);
    }

    /** Two streams of small buffers, connected and {@linkplain #clog clogged}. */
    default Streams clogged() throws IOException {
        Streams streams = connect(StreamOptions.DEFAULT.withBuffers(1000, 1000));
        clog(streams.client());
        return streams;
    }

    /** Sends until neither the peer, which does not read, nor the stream takes any more: what was sent last is not acknowledged. */
    static void clog(TcpStream stream) {
        Eventually.holds(() -> isClogged(stream), () -> "takes more: " + stream.status());
    }

    /** Sends, and returns whether nothing was taken though the peer's window is closed. */
    private static boolean isClogged(TcpStream stream) {
        try {
            boolean heldBack = Eventually.isHeldBack(stream);
            return stream.trySend(ByteBuffer.allocate(1000)) == 0 && heldBack;
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    /** Opens a stream passively on a free port, which it tells. */
    static int listen(TcpStream stream) throws IOException {
        stream.passiveOpen(PassiveOpen.port(0));
        return stream.localAddress().orElseThrow().getPort();
    }
}
