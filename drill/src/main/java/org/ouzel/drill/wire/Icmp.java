package org.ouzel.drill.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.ouzel.drill.script.Ports;

/**
 * A message of ICMP or ICMPv6.
 *
 * @param type its type
 * @param code its code
 * @param rest the second word of its header, such as an MTU
 * @param body what follows, such as the packet that it is about
 */
public record Icmp(int type, int code, int rest, MemorySegment body) implements Packet.Content {
    private static final int HEADER = 8;
    private static final int CHECKSUM = 2;
    private static final int UNREACHABLE_V4 = 3;
    private static final int TOO_BIG_CODE_V4 = 4;
    private static final int TOO_BIG_V6 = 2;
    private static final int LEAST_MTU_V6 = 1280;
    private static final int ECHO_REPLY_V4 = 0;
    private static final int ECHO_V4 = 8;
    private static final int ECHO_V6 = 128;
    private static final int ECHO_REPLY_V6 = 129;

    /** A request for an echo, of nothing. */
    public static Icmp echo(Ip ip) {
        return new Icmp(ip.version() == 4 ? ECHO_V4 : ECHO_V6, 0, 0, MemorySegment.ofArray(new byte[0]));
    }

    byte[] write(Ip ip) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + (int) body.byteSize())
                .put((byte) type)
                .put((byte) code)
                .putShort((short) 0)
                .putInt(rest)
                .put(body.asByteBuffer());
        int checksum = ip.version() == 4 ? Ip.checksum(0L, bytes.array()) : ip.checksum(ip.icmp(), bytes.array());
        bytes.putShort(CHECKSUM, (short) checksum);
        return bytes.array();
    }

    /** Whether it asks for an echo, or is one. */
    public boolean isEcho() {
        return type == ECHO_V4 || type == ECHO_REPLY_V4 || type == ECHO_V6 || type == ECHO_REPLY_V6;
    }

    /** The identifier of an echo. */
    public int identifier() {
        return rest >>> Short.SIZE;
    }

    /** Whether it tells what a way carries that a packet was too large for. */
    public boolean isTooBig(Ip ip) {
        return ip.version() == 4 ? type == UNREACHABLE_V4 && code == TOO_BIG_CODE_V4 && rest != 0 : type == TOO_BIG_V6;
    }

    /** The same of a way that carries so many bytes less; IPv6's carry 1280 at the least. */
    public Icmp withLess(Ip ip, int bytes) {
        int least = ip.version() == 4 ? 1 : Math.min(rest, LEAST_MTU_V6);
        return new Icmp(type, code, Math.max(rest - bytes, least), body);
    }

    /** How many bytes it has, its header among them. */
    public int length() {
        return HEADER + (int) body.byteSize();
    }

    /**
     * A message of that many bytes in all, of zeros behind its header.
     *
     * @throws CannotBeSent if they are fewer than the header has
     */
    public static Icmp ofLength(int type, int code, int rest, int length) throws CannotBeSent {
        if (length < HEADER) {
            throw new CannotBeSent("an ICMP message of " + length + " bytes: its header has " + HEADER);
        }
        return new Icmp(type, code, rest, MemorySegment.ofArray(new byte[length - HEADER]));
    }

    /**
     * The beginning of the packet that a message is about: of what is in it there may be eight bytes only.
     *
     * @param ip its header
     * @param protocol what is in it, TCP or UDP
     * @param ports its ports
     * @param second what stands behind them: a sequence number, or a length and a checksum
     * @param length how many bytes of data its headers tell of; a header of TCP that is cut off is taken for one without options
     */
    public record Quote(Ip ip, int protocol, Ports ports, int second, int length) {}

    /** The packet that it is about; empty if it is about none with ports. */
    public Optional<Quote> quote() {
        try {
            IpPacket packet = IpPacket.read(ByteBuffer.wrap(body.toArray(ValueLayout.JAVA_BYTE)));
            ByteBuffer content = packet.content();
            int second = content.getInt(Integer.BYTES);
            return switch (packet.protocol()) {
                case Segment.PROTOCOL -> quote(packet, second, packet.length() - Segment.headerLength(content));
                case Datagram.PROTOCOL -> quote(packet, second, (second >>> Short.SIZE) - Datagram.HEADER);
                default -> Optional.empty();
            };
        } catch (CannotBeRead | IndexOutOfBoundsException cutOff) {
            return Optional.empty();
        }
    }

    private static Optional<Quote> quote(IpPacket packet, int second, int length) {
        return Optional.of(new Quote(packet.ip(), packet.protocol(), Datagram.ports(packet.content()), second, length));
    }

    static Icmp read(ByteBuffer bytes) {
        int type = Byte.toUnsignedInt(bytes.get());
        int code = Byte.toUnsignedInt(bytes.get());
        bytes.getShort();
        int rest = bytes.getInt();
        byte[] body = new byte[bytes.remaining()];
        bytes.get(body);
        return new Icmp(type, code, rest, MemorySegment.ofArray(body));
    }
}
