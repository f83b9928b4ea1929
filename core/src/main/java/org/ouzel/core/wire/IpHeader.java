package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;

/** The header of an IP packet, of either version. */
public sealed interface IpHeader permits Ipv4Header, Ipv6Header {

    /**
     * Reads the header at the beginning of a packet.
     *
     * @throws MalformedPacket if no whole header is there, or what it says of itself cannot be
     */
    static IpHeader parse(MemorySegment packet) throws MalformedPacket {
        return switch (IpHeaders.version(packet)) {
            case 4 -> Ipv4Header.parse(packet);
            case 6 -> Ipv6Header.parse(packet);
            default -> throw MalformedPacket.because(DropReason.BAD_IP_VERSION);
        };
    }

    /** A header for a packet of ours that is no fragment. */
    static IpHeader of(IpAddress source, IpAddress destination, IpFields fields, int protocol, int payloadLength) {
        return source instanceof Ipv4Address v4
                ? Ipv4Header.of(v4, (Ipv4Address) destination, fields, protocol, payloadLength)
                : Ipv6Header.of((Ipv6Address) source, (Ipv6Address) destination, fields, protocol, payloadLength);
    }

    /** Who sent the packet. */
    IpAddress source();

    /** Whom it is for. */
    IpAddress destination();

    /** The number of the protocol inside: the upper layer's, behind IPv6 extension headers. */
    int protocol();

    /** How many routers it may still pass. */
    int timeToLive();

    /** What IPv4 and IPv6 alike tell beside that. */
    IpFields fields();

    /** Whether its transport is ECN-capable, and whether it has met with congestion (RFC 3168 §5). */
    EcnCodepoint ecn();

    /** The length of the header itself, IPv4 options or IPv6 extension headers included. */
    int headerLength();

    /** The length of header and payload together. */
    int totalLength();

    /** Whether the packet is a part of a larger one. */
    boolean isFragment();

    /** Writes the header. */
    void write(MemorySegment to);
}
