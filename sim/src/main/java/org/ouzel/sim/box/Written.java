package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpSegment;

/** Whole packets of a box's own. */
final class Written {
    /** With DF and no identification: RFC 6864 §4.1 calls them atomic, and they need none. */
    static final IpFields PLAIN = new IpFields(0, 64, true, 0);

    private Written() {}

    /** A packet with a segment. */
    static MemorySegment segment(IpAddress source, IpAddress destination, TcpSegment segment) {
        int headerLength = segment.headerLength();
        int length = headerLength + segment.payload().length();
        IpHeader ip = IpHeader.of(source, destination, PLAIN, TcpSegment.PROTOCOL, length);
        MemorySegment packet = allocate(ip);
        segment.writeHeader(packet.asSlice(ip.headerLength()), source, destination);
        return filled(packet, segment.payload(), ip.headerLength() + headerLength);
    }

    /** A packet with an ICMP message. */
    static MemorySegment icmp(IpAddress source, IpAddress destination, IpFields fields, IcmpMessage message) {
        int length = IcmpMessage.HEADER_LENGTH + message.body().length();
        IpHeader ip = IpHeader.of(source, destination, fields, message.protocol(), length);
        MemorySegment packet = allocate(ip);
        message.writeHeader(packet.asSlice(ip.headerLength()), source, destination);
        return filled(packet, message.body(), ip.headerLength() + IcmpMessage.HEADER_LENGTH);
    }

    private static MemorySegment allocate(IpHeader ip) {
        MemorySegment packet = MemorySegment.ofArray(new byte[ip.totalLength()]);
        ip.write(packet);
        return packet;
    }

    private static MemorySegment filled(MemorySegment packet, Payload payload, int at) {
        payload.copyTo(packet, at);
        return packet;
    }
}
