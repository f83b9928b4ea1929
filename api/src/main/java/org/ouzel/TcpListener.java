package org.ouzel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** A local port that takes any number of connections. Safe for use by any thread. */
public interface TcpListener extends AutoCloseable {

    /**
     * Waits for the next established connection. An interrupt of the thread ends this call alone.
     *
     * @throws java.io.InterruptedIOException if the thread was interrupted; its interrupt status stays set
     * @throws TcpCallException if the listener is closed, also while this call waits
     */
    TcpStream accept() throws IOException;

    /**
     * Waits for the next established connection, for the given time at the most.
     *
     * @throws java.net.SocketTimeoutException if the time passed
     * @throws java.io.InterruptedIOException if the thread was interrupted; its interrupt status stays set
     * @throws TcpCallException if the listener is closed, also while this call waits
     */
    TcpStream accept(Duration timeout) throws IOException;

    /**
     * The next established connection if there is one now. Never blocks.
     *
     * @throws TcpCallException if the listener is closed
     */
    Optional<TcpStream> tryAccept() throws IOException;

    /**
     * Calls the action once for each connection that has become acceptable, those that wait already included: one at a time, where
     * a {@link StreamListener} is called. Replaces an earlier one.
     */
    void onAcceptable(Runnable action);

    /** The local address and the port, the one picked if 0 was asked for. */
    InetSocketAddress localAddress();

    /** Listens no longer. Connections that were not accepted are reset; accepted ones live on. */
    @Override
    void close();
}
