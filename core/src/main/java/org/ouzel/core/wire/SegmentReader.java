package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;

/** Reads one segment after the other, and lends each until the next is read: so no object is made for one. */
public final class SegmentReader {
    private static final int V4_WITHOUT_OPTIONS = 0x45;

    private final TcpSegment segment = TcpSegment.blank();
    private final TcpOptions.Transfer stamps = TcpOptions.Transfer.blank();
    private final Payload payload = Payload.blank();

    /** Nothing has been read. */
    public SegmentReader() {}

    /**
     * Whether a packet may ask for a connection: a glance at the flags, where they usually are. Where it cannot be told so it may.
     *
     * @param packet an IP packet, or any bytes
     */
    public static boolean mayBeRequest(MemorySegment packet) {
        if (packet.byteSize() < Ipv4Header.LENGTH + TcpSegment.MIN_HEADER_LENGTH) {
            return false;
        }
        int first = NetworkOrder.u8(packet, 0);
        if (first == V4_WITHOUT_OPTIONS) {
            return NetworkOrder.u8(packet, Ipv4Header.PROTOCOL) == TcpSegment.PROTOCOL
                    && hasSynAlone(packet, Ipv4Header.LENGTH);
        }
        boolean isPlainV6 = first >>> 4 == 6 && NetworkOrder.u8(packet, Ipv6Header.NEXT_HEADER) == TcpSegment.PROTOCOL;
        return !isPlainV6 || hasSynAlone(packet, Ipv6Header.LENGTH);
    }

    private static boolean hasSynAlone(MemorySegment packet, int header) {
        int at = header + TcpSegment.LOW_FLAGS;
        return packet.byteSize() > at
                && TcpFlags.of(NetworkOrder.u8(packet, at)).has(TcpFlags.SYN)
                && !TcpFlags.of(NetworkOrder.u8(packet, at)).has(TcpFlags.ACK);
    }

    /**
     * Reads the segment in a packet.
     *
     * @param ip the header that stands before it
     * @param checked whether its checksum need not be checked
     * @throws MalformedPacket if it is too short, its data offset or a port cannot be, or its checksum does not hold
     */
    public TcpSegment read(MemorySegment packet, IpHeader ip, boolean checked) throws MalformedPacket {
        int length = ip.totalLength() - ip.headerLength();
        TcpSegment.requireHeader(length);
        if (!checked) {
            TcpSegment.requireChecksum(
                    packet,
                    ip.headerLength(),
                    length,
                    InternetChecksum.pseudoHeader(ip.source(), ip.destination(), TcpSegment.PROTOCOL, length));
        }
        return read(packet, ip.headerLength(), length);
    }

    /** Reads the segment that stands at some place, header and data, and does not check its checksum. */
    TcpSegment read(MemorySegment bytes, long at, int length) throws MalformedPacket {
        TcpSegment.requireHeader(length);
        segment.become(bytes, at, length, stamps, payload);
        return segment;
    }
}
