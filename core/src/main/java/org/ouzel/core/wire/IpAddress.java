package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;

/** An address of the internet protocol, of either version. Version 4 sorts before version 6. */
public sealed interface IpAddress extends Comparable<IpAddress> permits Ipv4Address, Ipv6Address {

    /**
     * Reads an address in text form: {@code 192.0.2.1}, or what RFC 4291 §2.2 allows. Never resolves names.
     *
     * @throws IllegalArgumentException if the text is no address, or has a zone, or is an IPv4-mapped IPv6 address, which no
     *     packet carries
     */
    static IpAddress parse(String literal) {
        return AddressText.parse(literal);
    }

    /** The address that the JDK's object stands for. */
    static IpAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        MemorySegment segment = MemorySegment.ofArray(bytes);
        return bytes.length == Ipv4Address.LENGTH ? Ipv4Address.read(segment, 0) : Ipv6Address.read(segment, 0);
    }

    /** The JDK's object for the address. */
    InetAddress toInetAddress();

    /** The length in bytes: 4 or 16. */
    int length();

    /** Whether all bits are zero. */
    boolean isUnspecified();

    /** Whether it names a group (RFC 1112, RFC 4291 §2.7). */
    boolean isMulticast();

    /** Whether it names this host to itself. */
    boolean isLoopback();

    /** Whether exactly one host can have it: a lawful source of a TCP segment. */
    default boolean isUnicast() {
        return !isUnspecified() && !isMulticast() && !(this instanceof Ipv4Address v4 && v4.isReserved());
    }

    /** Whether both can stand for one address: they are equal, or one is unspecified and stands for any. */
    default boolean overlaps(IpAddress other) {
        return isUnspecified() || other.isUnspecified() || equals(other);
    }

    /** Writes the bytes of the address. */
    void write(MemorySegment to, long offset);

    /** All bits but the last 64; 0 of an IPv4 address. */
    long high();

    /** The last 64 bits, or all that there are. */
    long low();

    /** The number of leading bits that both addresses share; 0 if their versions differ. */
    int commonPrefixLength(IpAddress other);
}
