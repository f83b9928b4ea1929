package org.ouzel.stack;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.ouzel.ActiveOpen;
import org.ouzel.PassiveOpen;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv6Address;

/** The JDK's addresses as the core's, and back. */
final class Addresses {
    private Addresses() {}

    static InetSocketAddress local(FourTuple tuple) {
        return new InetSocketAddress(tuple.localAddress().toInetAddress(), tuple.localPort());
    }

    static InetSocketAddress remote(FourTuple tuple) {
        return new InetSocketAddress(tuple.remoteAddress().toInetAddress(), tuple.remotePort());
    }

    /** The address of a socket whose name has been looked up. */
    static InetAddress resolved(InetSocketAddress socket) throws UnknownHostException {
        InetAddress address = socket.getAddress();
        if (address == null) {
            throw new UnknownHostException(socket.getHostString());
        }
        return address;
    }

    /** A local socket that anybody may call. */
    static FourTuple listening(InetSocketAddress local) throws UnknownHostException {
        return FourTuple.local(IpAddress.of(resolved(local)), local.getPort());
    }

    /** Who calls whom, by an active open: with what is left open of the local socket unspecified, or 0. */
    static FourTuple names(ActiveOpen open) throws UnknownHostException {
        IpAddress remote = IpAddress.of(resolved(open.remote()));
        IpAddress local = open.localAddress().<IpAddress>map(IpAddress::of).orElse(Ipv6Address.UNSPECIFIED);
        return new FourTuple(local, open.localPort(), remote, open.remote().getPort());
    }

    /** Who may call whom, by a passive open. */
    static FourTuple filter(PassiveOpen open) throws UnknownHostException {
        FourTuple local = listening(open.local());
        Optional<IpAddress> from = open.remoteAddress().map(IpAddress::of);
        return new FourTuple(
                local.localAddress(), local.localPort(), from.orElse(local.remoteAddress()), open.remotePort());
    }
}
