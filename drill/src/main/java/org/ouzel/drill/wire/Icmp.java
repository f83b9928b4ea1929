package org.ouzel.drill.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

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
    private static final int ECHO_REPLY_V4 = 0;
    private static final int ECHO_V4 = 8;
    private static final int ECHO_V6 = 128;
    private static final int ECHO_REPLY_V6 = 129;

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

    /** The packet that it is about; empty if it is about none. Of its data there may be a part only. */
    public Optional<Packet> quoted() {
        try {
            IpPacket quoted = IpPacket.read(ByteBuffer.wrap(body.toArray(ValueLayout.JAVA_BYTE)));
            return switch (quoted.protocol()) {
                case Datagram.PROTOCOL -> Optional.of(new Packet(quoted.ip(), Datagram.header(quoted.content())));
                case Segment.PROTOCOL -> Optional.of(new Packet(quoted.ip(), Segment.read(quoted.content())));
                default -> Optional.empty();
            };
        } catch (CannotBeRead | BufferUnderflowException | IndexOutOfBoundsException cutOff) {
            return Optional.empty();
        }
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
