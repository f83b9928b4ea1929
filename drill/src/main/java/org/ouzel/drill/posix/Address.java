package org.ouzel.drill.posix;

import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv6Address;

/**
 * A {@code struct sockaddr_in} or {@code sockaddr_in6}. An IPv6 one may be mapped, {@code ::ffff:192.0.2.1}.
 *
 * @param family {@code AF_INET}, {@code AF_INET6}, or {@code AF_UNSPEC}, which says that there is none
 * @param ip the address
 * @param port the port
 */
public record Address(int family, IpAddress ip, int port) {
    /** {@code AF_UNSPEC}. */
    public static final int AF_UNSPEC = 0;

    /** {@code AF_INET}. */
    public static final int AF_INET = 2;

    /** {@code AF_INET6}. */
    public static final int AF_INET6 = 10;

    /** No address. */
    public static final Address UNSPECIFIED = new Address(AF_UNSPEC, Ipv4Address.UNSPECIFIED, 0);

    /** Of the family that the address has. */
    public static Address of(IpAddress ip, int port) {
        return switch (ip) {
            case Ipv4Address v4 -> new Address(AF_INET, v4, port);
            case Ipv6Address v6 -> new Address(AF_INET6, v6, port);
        };
    }
}
