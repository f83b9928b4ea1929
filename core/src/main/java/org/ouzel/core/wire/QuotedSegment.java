package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The beginning of a TCP segment of ours, as an ICMP error quotes it.
 *
 * @param source the source of the quoted packet: us
 * @param destination its destination: the peer
 * @param sourcePort our port
 * @param destinationPort the peer's port
 * @param seq the quoted sequence number
 */
public record QuotedSegment(IpAddress source, IpAddress destination, int sourcePort, int destinationPort, int seq) {
    private static final int QUOTED_TCP_BYTES = 8;
    private static final int SEQUENCE = 4;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    /** Reads the quotation; empty if it is not of a TCP segment, or too short (RFC 5927 §4.1). */
    public static Optional<QuotedSegment> parse(MemorySegment quoted) {
        if (quoted.byteSize() < 1) {
            return Optional.empty();
        }
        return switch (NetworkOrder.u8(quoted, 0) >>> 4) {
            case 4 -> quotedV4(quoted);
            case 6 -> quotedV6(quoted);
            default -> Optional.empty();
        };
    }

    // The quoted header was ours, but has travelled: its checksum and total length may have changed, so only what is
    // needed is read. A fragment behind the first has no ports: what stands in their place is data.
    private static Optional<QuotedSegment> quotedV4(MemorySegment quoted) {
        int headerLength = (NetworkOrder.u8(quoted, 0) & 0xf) * 4;
        boolean readable = headerLength >= Ipv4Header.LENGTH
                && quoted.byteSize() >= headerLength + QUOTED_TCP_BYTES
                && NetworkOrder.u8(quoted, 9) == TcpSegment.PROTOCOL
                && (NetworkOrder.u16(quoted, 6) & FRAGMENT_OFFSET) == 0;
        return readable
                ? Optional.of(
                        of(Ipv4Address.read(quoted, 12), Ipv4Address.read(quoted, 16), quoted.asSlice(headerLength)))
                : Optional.empty();
    }

    private static Optional<QuotedSegment> quotedV6(MemorySegment quoted) {
        boolean readable = quoted.byteSize() >= Ipv6Header.LENGTH + QUOTED_TCP_BYTES
                && NetworkOrder.u8(quoted, 6) == TcpSegment.PROTOCOL;
        return readable
                ? Optional.of(of(
                        Ipv6Address.read(quoted, 8), Ipv6Address.read(quoted, 24), quoted.asSlice(Ipv6Header.LENGTH)))
                : Optional.empty();
    }

    private static QuotedSegment of(IpAddress source, IpAddress destination, MemorySegment tcp) {
        return new QuotedSegment(
                source,
                destination,
                NetworkOrder.u16(tcp, 0),
                NetworkOrder.u16(tcp, Short.BYTES),
                NetworkOrder.i32(tcp, SEQUENCE));
    }
}
