package org.ouzel.core.tcp;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv6Address;

/**
 * The two sockets that name a connection (RFC 9293 §3.3.1). Comparable, so that a hash table in which a hostile peer makes
 * them collide stays logarithmic.
 *
 * @param localAddress our address
 * @param localPort our port
 * @param remoteAddress the peer's address, unspecified while listening for anybody
 * @param remotePort the peer's port, 0 while listening for anybody
 */
public record FourTuple(IpAddress localAddress, int localPort, IpAddress remoteAddress, int remotePort)
        implements Comparable<FourTuple> {
    private static final Comparator<FourTuple> ORDER = Comparator.comparing(FourTuple::remoteAddress)
            .thenComparingInt(FourTuple::remotePort)
            .thenComparing(FourTuple::localAddress)
            .thenComparingInt(FourTuple::localPort);

    /** A local socket without a remote one. */
    public static FourTuple local(IpAddress address, int port) {
        IpAddress any = address instanceof Ipv4Address ? Ipv4Address.UNSPECIFIED : Ipv6Address.UNSPECIFIED;
        return new FourTuple(address, port, any, 0);
    }

    /** A remote socket with no local one yet. */
    public static FourTuple to(IpAddress address, int port) {
        return new FourTuple(Ipv6Address.UNSPECIFIED, 0, address, port);
    }

    /** The same with another local port. */
    public FourTuple withLocalPort(int port) {
        return new FourTuple(localAddress, port, remoteAddress, remotePort);
    }

    /** As the name of those that are waited for, with what is unspecified or 0 for any: whether this one is among them. */
    public boolean admits(FourTuple caller) {
        return localPort == caller.localPort
                && localAddress.overlaps(caller.localAddress)
                && remoteAddress.overlaps(caller.remoteAddress)
                && (remotePort == 0 || remotePort == caller.remotePort);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof FourTuple that
                        && localPort == that.localPort
                        && remotePort == that.remotePort
                        && remoteAddress.equals(that.remoteAddress)
                        && localAddress.equals(that.localAddress));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * localAddress.hashCode() + remoteAddress.hashCode()) + (localPort << Short.SIZE | remotePort);
    }

    @Override
    public int compareTo(FourTuple other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return localAddress + ":" + localPort + " - " + remoteAddress + ":" + remotePort;
    }
}
