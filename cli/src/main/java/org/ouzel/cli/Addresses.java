package org.ouzel.cli;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Names and texts of sockets. */
final class Addresses {
    private Addresses() {}

    /** The address of a host that is given by a literal address, with or without brackets, or by a name. */
    static InetSocketAddress resolve(String name, int port) throws IOException {
        try {
            return new InetSocketAddress(InetAddress.getByName(name), port);
        } catch (UnknownHostException unknown) {
            throw new IOException("unknown host: " + name, unknown);
        }
    }

    /** An address as it stands before a port. */
    static String text(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    static String text(InetSocketAddress socket) {
        return text(socket.getAddress()) + ":" + socket.getPort();
    }
}
