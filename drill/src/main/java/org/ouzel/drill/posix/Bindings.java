package org.ouzel.drill.posix;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;

/** Which socket has bound which address and port. */
final class Bindings {
    /** Linux's own, so that scripts find the port where they expect it. */
    private static final int FIRST_EPHEMERAL = 32_768;

    private static final int LAST_EPHEMERAL = 60_999;

    private final Map<TcpSocket, Bound> bound = new LinkedHashMap<>();

    /** An address of ours, or all of them, and a port. */
    record Bound(IpAddress address, int port) {
        /** Whether a packet could be for both. */
        boolean overlaps(Bound other) {
            return port == other.port && overlap(address, other.address);
        }
    }

    /**
     * Binds a socket.
     *
     * @param port the port; 0 for a free one
     * @param isConnected whether the node has a connection with the port
     */
    Bound claim(TcpSocket socket, IpAddress address, int port, IntPredicate isConnected) throws Failure {
        int picked = port == 0 ? free(isConnected) : port;
        // What a connection of before still has is no hindrance to a socket with SO_REUSEADDR.
        boolean leftOver = isConnected.test(picked) && !socket.options().reuseAddress;
        if (port != 0 && (leftOver || conflicts(socket, address, port))) {
            throw Failure.of(Errno.EADDRINUSE);
        }
        Bound claimed = new Bound(address, picked);
        bound.put(socket, claimed);
        return claimed;
    }

    private int free(IntPredicate isConnected) throws Failure {
        for (int port = FIRST_EPHEMERAL; port <= LAST_EPHEMERAL; port++) {
            if (isFree(port) && !isConnected.test(port)) {
                return port;
            }
        }
        throw Failure.of(Errno.EADDRINUSE);
    }

    private boolean isFree(int port) {
        return bound.values().stream().noneMatch(other -> other.port() == port);
    }

    /** Linux: two share a port if both have SO_REUSEADDR and neither listens, or if their addresses differ. */
    private boolean conflicts(TcpSocket socket, IpAddress address, int port) {
        return bound.entrySet().stream()
                .filter(other -> other.getValue().port() == port
                        && overlap(other.getValue().address(), address))
                .anyMatch(other -> !(socket.options().reuseAddress
                        && other.getKey().options().reuseAddress
                        && !other.getKey().isListening()));
    }

    private static boolean overlap(IpAddress one, IpAddress other) {
        return coversAll(one, other) || coversAll(other, one) || one.equals(other);
    }

    /** Whether the first means every address of the kind of the second: {@code ::} means those of IPv4 too. */
    private static boolean coversAll(IpAddress one, IpAddress other) {
        return one.isUnspecified() && !(one instanceof Ipv4Address && !(other instanceof Ipv4Address));
    }

    void release(TcpSocket socket) {
        bound.remove(socket);
    }
}
