package org.ouzel.drill.posix;

import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv6Address;

/** The family of a socket, and how addresses look to it: to one of IPv6 those of IPv4 are mapped (RFC 3493 §3.7). */
enum Family {
    /** {@code AF_INET}. */
    INET(Address.AF_INET),
    /** {@code AF_INET6}. */
    INET6(Address.AF_INET6);

    private static final long MAPPED = 0xffff_0000_0000L;
    private static final int IPV4_BITS = 32;

    private final int number;

    Family(int number) {
        this.number = number;
    }

    static Family of(int number) throws Failure {
        return switch (number) {
            case Address.AF_INET -> INET;
            case Address.AF_INET6 -> INET6;
            default -> throw Failure.of(Errno.EAFNOSUPPORT);
        };
    }

    int number() {
        return number;
    }

    /**
     * Throws unless an address is of this family. Linux: to a socket of IPv6 the shorter address is too short before its family is
     * looked at.
     */
    void require(Address address) throws Failure {
        if (address.family() != number) {
            throw Failure.of(this == INET6 ? Errno.EINVAL : Errno.EAFNOSUPPORT);
        }
    }

    /** The same for what a socket is bound to. Linux: all addresses of IPv4 may be of no family. */
    void requireToBind(Address address) throws Failure {
        boolean any = this == INET
                && address.family() == Address.AF_UNSPEC
                && address.ip().isUnspecified();
        if (!any) {
            require(address);
        }
    }

    /** All of our addresses. */
    IpAddress any() {
        return switch (this) {
            case INET -> Ipv4Address.UNSPECIFIED;
            case INET6 -> Ipv6Address.UNSPECIFIED;
        };
    }

    /** The address that packets have. */
    static IpAddress onTheWire(IpAddress address) {
        return switch (address) {
            case Ipv6Address v6
            when v6.high() == 0 && v6.low() >>> IPV4_BITS == MAPPED >>> IPV4_BITS -> new Ipv4Address((int) v6.low());
            case Ipv4Address v4 -> v4;
            case Ipv6Address v6 -> v6;
        };
    }

    /** What a socket of this family is told of an address. */
    Address shown(IpAddress address, int port) {
        return this == INET6 && address instanceof Ipv4Address v4
                ? Address.of(new Ipv6Address(0, MAPPED | v4.low()), port)
                : Address.of(address, port);
    }
}
