package org.ouzel.drill.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv6Address;

/**
 * A packet.
 *
 * @param ip its header
 * @param content what is in it
 */
public record Packet(Ip ip, Content content) {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;

    /** What is in a packet. */
    public sealed interface Content permits Segment, Icmp, Other {}

    /**
     * Something that is neither TCP nor ICMP.
     *
     * @param protocol its protocol number
     * @param length how many bytes it has
     */
    public record Other(int protocol, int length) implements Content {}

    /** The bytes. */
    public MemorySegment write() throws CannotBeSent {
        byte[] bytes =
                switch (content) {
                    case Segment segment -> ip.around(Segment.PROTOCOL, segment.write(ip));
                    case Icmp icmp -> ip.around(ip.icmp(), icmp.write(ip));
                    case Other other -> throw new CannotBeSent("protocol " + other.protocol());
                };
        return MemorySegment.ofArray(bytes);
    }

    /**
     * Reads a packet that a host has sent.
     *
     * @throws CannotBeRead if it is no packet
     */
    public static Packet read(MemorySegment packet) throws CannotBeRead {
        ByteBuffer bytes = ByteBuffer.wrap(packet.toArray(ValueLayout.JAVA_BYTE));
        try {
            return switch (bytes.get(0) >>> 4 & 0xf) {
                case 4 -> v4(bytes);
                case 6 -> v6(bytes);
                default -> throw new CannotBeRead("neither IPv4 nor IPv6");
            };
        } catch (BufferUnderflowException | IndexOutOfBoundsException shortOf) {
            throw new CannotBeRead("cut off after " + bytes.capacity() + " bytes");
        }
    }

    private static Packet v4(ByteBuffer bytes) {
        int header = (bytes.get(0) & 0xf) * Integer.BYTES;
        Ip ip = new Ip(
                new Ipv4Address(bytes.getInt(12)),
                new Ipv4Address(bytes.getInt(16)),
                Byte.toUnsignedInt(bytes.get(1)),
                Byte.toUnsignedInt(bytes.get(8)),
                0);
        int end = Math.min(Short.toUnsignedInt(bytes.getShort(2)), bytes.capacity());
        return of(ip, Byte.toUnsignedInt(bytes.get(9)), bytes.slice(Math.max(header, V4_HEADER), end - header));
    }

    private static Packet v6(ByteBuffer bytes) {
        int firstWord = bytes.getInt(0);
        Ip ip = new Ip(
                new Ipv6Address(bytes.getLong(8), bytes.getLong(16)),
                new Ipv6Address(bytes.getLong(24), bytes.getLong(32)),
                firstWord >>> 20 & 0xff,
                Byte.toUnsignedInt(bytes.get(7)),
                Ip.flowLabel(firstWord));
        int length = Math.min(Short.toUnsignedInt(bytes.getShort(4)), bytes.capacity() - V6_HEADER);
        return of(ip, Byte.toUnsignedInt(bytes.get(6)), bytes.slice(V6_HEADER, length));
    }

    private static Packet of(Ip ip, int protocol, ByteBuffer content) {
        if (protocol == Segment.PROTOCOL) {
            return new Packet(ip, Segment.read(content));
        }
        return new Packet(ip, protocol == ip.icmp() ? Icmp.read(content) : new Other(protocol, content.remaining()));
    }
}
