package org.ouzel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * Whom an active open calls (RFC 9293 §3.9.1.1).
 *
 * @param remote the remote address and port
 * @param localAddress the source address; empty lets the route choose it (RFC 9293 MUST-44)
 * @param localPort the local port, 1 to 65535; 0 picks an ephemeral port (RFC 6056)
 * @param userTimeout the user timeout of the connection; empty for the stream's own
 */
public record ActiveOpen(
        InetSocketAddress remote,
        Optional<InetAddress> localAddress,
        int localPort,
        Optional<UserTimeout> userTimeout) {

    /** Rejects a local port out of range. Whether the remote address can be used is for the open to say. */
    public ActiveOpen {
        Objects.requireNonNull(remote);
        Objects.requireNonNull(localAddress);
        Objects.requireNonNull(userTimeout);
        if (localPort < 0 || localPort > 0xffff) {
            throw new IllegalArgumentException("local port out of range: " + localPort);
        }
    }

    /** To the given address and port, from an ephemeral port. */
    public static ActiveOpen to(InetSocketAddress remote) {
        return new ActiveOpen(remote, Optional.empty(), 0, Optional.empty());
    }

    /** The same, from the given local port; 0 picks one. */
    public ActiveOpen fromPort(int port) {
        return new ActiveOpen(remote, localAddress, port, userTimeout);
    }

    /** The same, from the given source address. */
    public ActiveOpen fromAddress(InetAddress address) {
        return new ActiveOpen(remote, Optional.of(address), localPort, userTimeout);
    }

    /** The same, with a user timeout of its own. */
    public ActiveOpen withUserTimeout(UserTimeout timeout) {
        return new ActiveOpen(remote, localAddress, localPort, Optional.of(timeout));
    }
}
