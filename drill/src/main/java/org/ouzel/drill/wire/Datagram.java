package org.ouzel.drill.wire;

import java.nio.ByteBuffer;
import org.ouzel.drill.script.Ports;

/**
 * A datagram of UDP (RFC 768). Its data is not kept: scripts speak of its length alone.
 *
 * <pre>
 *  0      7 8     15 16    23 24    31
 * +--------+--------+--------+--------+
 * |     Source      |   Destination   |
 * |      Port       |      Port       |
 * +--------+--------+--------+--------+
 * |     Length      |    Checksum     |
 * +--------+--------+--------+--------+
 * </pre>
 *
 * @param ports its ports
 * @param length how many bytes of data there are
 */
public record Datagram(Ports ports, int length) implements Packet.Content {
    /** Its protocol number. */
    public static final int PROTOCOL = 17;

    /** How long its header is. */
    public static final int HEADER = 8;

    private static final int LENGTH = 4;
    private static final int CHECKSUM = 6;
    private static final int ALL_ONES = 0xffff;

    /** The bytes, with data of zeros. */
    byte[] write(Ip ip) {
        return around(ports, ip, new byte[length]);
    }

    /** A datagram with this data. */
    static byte[] around(Ports ports, Ip ip, byte[] data) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + data.length)
                .putShort((short) ports.source())
                .putShort((short) ports.destination())
                .putShort((short) (HEADER + data.length))
                .putShort((short) 0)
                .put(data);
        // RFC 768: a checksum that is computed as zero is transmitted as all ones.
        int checksum = ip.checksum(PROTOCOL, bytes.array());
        bytes.putShort(CHECKSUM, (short) (checksum == 0 ? ALL_ONES : checksum));
        return bytes.array();
    }

    static Datagram read(ByteBuffer bytes) {
        Ports ports = ports(bytes);
        return new Datagram(ports, data(bytes).capacity());
    }

    static Ports ports(ByteBuffer bytes) {
        return new Ports(Short.toUnsignedInt(bytes.getShort(0)), Short.toUnsignedInt(bytes.getShort(2)));
    }

    /** The data, as much as the header says. */
    static ByteBuffer data(ByteBuffer bytes) {
        return bytes.slice(HEADER, Short.toUnsignedInt(bytes.getShort(LENGTH)) - HEADER);
    }

    /** Whether the checksum holds; over IPv4 there may be none. */
    static boolean holds(Ip ip, ByteBuffer bytes) {
        boolean none = bytes.getShort(CHECKSUM) == 0;
        byte[] whole = IpPacket.array(bytes.slice(0, HEADER + data(bytes).capacity()));
        return none ? ip.version() == 4 : ip.checksum(PROTOCOL, whole) == 0;
    }
}
