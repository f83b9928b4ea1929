package org.ouzel.drill.wire;

import java.nio.ByteBuffer;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv6Address;

/**
 * A packet that was read, as far as IP goes.
 *
 * @param ip its header
 * @param protocol the number of what is in it
 * @param content what is in it, as long as the header says, or as there is of it
 * @param length how long the header says that it is
 */
record IpPacket(Ip ip, int protocol, ByteBuffer content, int length) {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;

    /** Reads it; what is too short throws as buffers do. */
    static IpPacket read(ByteBuffer bytes) throws CannotBeRead {
        return switch (Carried.ofVersion(bytes.get(0))) {
            case IPV4 -> v4(bytes);
            default -> v6(bytes);
        };
    }

    private static IpPacket v4(ByteBuffer bytes) {
        int header = (bytes.get(0) & 0xf) * Integer.BYTES;
        Ip ip = new Ip(
                new Ipv4Address(bytes.getInt(12)),
                new Ipv4Address(bytes.getInt(16)),
                Byte.toUnsignedInt(bytes.get(1)),
                Byte.toUnsignedInt(bytes.get(8)),
                0);
        int whole = Short.toUnsignedInt(bytes.getShort(2));
        ByteBuffer content = bytes.slice(Math.max(header, V4_HEADER), Math.min(whole, bytes.capacity()) - header);
        return new IpPacket(ip, Byte.toUnsignedInt(bytes.get(9)), content, whole - header);
    }

    private static IpPacket v6(ByteBuffer bytes) {
        int firstWord = bytes.getInt(0);
        Ip ip = new Ip(
                new Ipv6Address(bytes.getLong(8), bytes.getLong(16)),
                new Ipv6Address(bytes.getLong(24), bytes.getLong(32)),
                firstWord >>> 20 & 0xff,
                Byte.toUnsignedInt(bytes.get(7)),
                Ip.flowLabel(firstWord));
        int length = Short.toUnsignedInt(bytes.getShort(4));
        ByteBuffer content = bytes.slice(V6_HEADER, Math.min(length, bytes.capacity() - V6_HEADER));
        return new IpPacket(ip, Byte.toUnsignedInt(bytes.get(6)), content, length);
    }

    /** The bytes of a buffer, from its beginning. */
    static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }
}
