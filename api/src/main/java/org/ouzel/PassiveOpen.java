package org.ouzel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a passive open waits for (RFC 9293 §3.9.1.1, OPEN with the passive flag).
 *
 * @param local the local address and port; the unspecified address accepts on any address of the host, port 0 picks a
 *     free one
 * @param remoteAddress the only remote address accepted; empty for any
 * @param remotePort the only remote port accepted, 1 to 65535; 0 for any
 * @param commandTimeout the time until the first SYN must have come; zero waits for ever
 * @param userTimeout the user timeout of the connection, from the first SYN on; empty for the stream's own
 */
public record PassiveOpen(
        InetSocketAddress local,
        Optional<InetAddress> remoteAddress,
        int remotePort,
        Duration commandTimeout,
        Optional<UserTimeout> userTimeout) {

    /** Rejects an unresolved address, a port out of range and a negative time. */
    public PassiveOpen {
        Objects.requireNonNull(remoteAddress);
        Objects.requireNonNull(userTimeout);
        if (local.isUnresolved()) {
            throw new IllegalArgumentException("unresolved local address: " + local);
        }
        if (remotePort < 0 || remotePort > 0xffff) {
            throw new IllegalArgumentException("remote port out of range: " + remotePort);
        }
        if (commandTimeout.isNegative()) {
            throw new IllegalArgumentException("command timeout is negative: " + commandTimeout);
        }
    }

    /** Any connection to the given port of any local address, waiting for ever. */
    public static PassiveOpen port(int port) {
        return on(new InetSocketAddress(port));
    }

    /** Any connection to the given local address and port, waiting for ever. */
    public static PassiveOpen on(InetSocketAddress local) {
        return new PassiveOpen(local, Optional.empty(), 0, Duration.ZERO, Optional.empty());
    }

    /** The same, accepting only the given remote address, and only the given remote port unless it is 0. */
    public PassiveOpen from(InetAddress address, int port) {
        return new PassiveOpen(local, Optional.of(address), port, commandTimeout, userTimeout);
    }

    /** The same, failing when no SYN has come within the given time. */
    public PassiveOpen withCommandTimeout(Duration timeout) {
        return new PassiveOpen(local, remoteAddress, remotePort, timeout, userTimeout);
    }

    /** The same, with a user timeout of its own. */
    public PassiveOpen withUserTimeout(UserTimeout timeout) {
        return new PassiveOpen(local, remoteAddress, remotePort, commandTimeout, Optional.of(timeout));
    }
}
