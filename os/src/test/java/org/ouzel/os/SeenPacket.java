package org.ouzel.os;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What tests look at in a TCP packet on a link.
 *
 * @param flags the TCP flags
 * @param window the window field as it stands there
 * @param length bytes of payload
 */
record SeenPacket(int flags, int window, int length) {
    static final int FIN = 1;
    private static final int TCP = 6;

    /** A packet, or its headers alone; empty if it is not TCP. */
    static Optional<SeenPacket> of(MemorySegment packet) {
        ByteBuffer bytes = packet.asByteBuffer();
        boolean ipv4 = bytes.get(0) >> 4 == 4;
        if (bytes.get(ipv4 ? 9 : 6) != TCP) {
            return Optional.empty();
        }
        int tcp = ipv4 ? (bytes.get(0) & 0xf) * 4 : TestPackets.IPV6_HEADER;
        int total = (bytes.getShort(ipv4 ? 2 : 4) & 0xffff) + (ipv4 ? 0 : TestPackets.IPV6_HEADER);
        int header = ((bytes.get(tcp + 12) & 0xf0) >> 4) * 4;
        return Optional.of(
                new SeenPacket(bytes.get(tcp + 13) & 0xff, bytes.getShort(tcp + 14) & 0xffff, total - tcp - header));
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
