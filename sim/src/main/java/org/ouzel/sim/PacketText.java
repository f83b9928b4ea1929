package org.ouzel.sim;

import java.lang.foreign.MemorySegment;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.TcpSegment;

/** Packets in a line of words, in the manner of packet traces. */
final class PacketText {
    private PacketText() {}

    static String of(MemorySegment packet) {
        try {
            IpHeader header = IpHeader.parse(packet);
            String ends = header.source() + " > " + header.destination() + " ";
            if (header.isFragment() || header.protocol() != TcpSegment.PROTOCOL) {
                return ends + "protocol " + header.protocol() + ", " + packet.byteSize() + " bytes";
            }
            MemorySegment tcp = packet.asSlice(header.headerLength(), header.totalLength() - header.headerLength());
            return ends + TcpSegment.parse(tcp, header.source(), header.destination());
        } catch (MalformedPacket malformed) {
            return packet.byteSize() + " bytes: " + malformed.getMessage();
        }
    }
}
