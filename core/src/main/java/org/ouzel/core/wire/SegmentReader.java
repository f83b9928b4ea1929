package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;

/** Reads one segment after the other, and lends each until the next is read: so no object is made for one. */
public final class SegmentReader {
    private final TcpSegment segment = TcpSegment.blank();
    private final TcpOptions.Transfer stamps = TcpOptions.Transfer.blank();
    private final Payload payload = Payload.blank();

    /** Nothing has been read. */
    public SegmentReader() {}

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
