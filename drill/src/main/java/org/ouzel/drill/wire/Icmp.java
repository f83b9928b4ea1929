package org.ouzel.drill.wire;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

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
