package org.ouzel.sim.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The ECN field of an IP packet (RFC 3168 §5): the last two bits of the type of service or traffic class. */
final class Ecn {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private static final int V4_LENGTH = 20;
    private static final int V4_VERSION_AND_TYPE_OF_SERVICE = 0;
    private static final int V4_CHECKSUM = 10;
    private static final int V4_ECN = 0x0003;

    private static final int V6_LENGTH = 40;

    /** The second byte begins with the latter half of the traffic class. */
    private static final int V6_ECN_AT = 1;

    private static final int V6_ECN = 0x30;

    private Ecn() {}

    /** Whether a packet is of an ECN-capable transport, or carries CE already. False for what is no IP packet. */
    static boolean isCapable(MemorySegment packet) {
        return switch (version(packet)) {
            case 4 -> (word(packet, V4_VERSION_AND_TYPE_OF_SERVICE) & V4_ECN) != 0;
            case 6 -> (packet.get(BYTE, V6_ECN_AT) & V6_ECN) != 0;
            default -> false;
        };
    }

    /** Sets CE in a packet that is capable of it. Behind IPv6 no checksum covers the traffic class. */
    static void mark(MemorySegment packet) {
        if (version(packet) == 6) {
            packet.set(BYTE, V6_ECN_AT, (byte) (packet.get(BYTE, V6_ECN_AT) | V6_ECN));
            return;
        }
        int was = word(packet, V4_VERSION_AND_TYPE_OF_SERVICE);
        int is = was | V4_ECN;
        packet.set(SHORT, V4_VERSION_AND_TYPE_OF_SERVICE, (short) is);
        packet.set(SHORT, V4_CHECKSUM, (short) updated(word(packet, V4_CHECKSUM), was, is));
    }

    /** RFC 1624 §3: "HC' = ~(~HC + ~m + m')". */
    private static int updated(int checksum, int was, int is) {
        int sum = (~checksum & 0xffff) + (~was & 0xffff) + is;
        sum = (sum >>> Short.SIZE) + (sum & 0xffff);
        sum = (sum >>> Short.SIZE) + (sum & 0xffff);
        return ~sum & 0xffff;
    }

    /** 4 or 6 where a whole header of that version can be, otherwise 0. */
    private static int version(MemorySegment packet) {
        long length = packet.byteSize();
        int version = length == 0 ? 0 : Byte.toUnsignedInt(packet.get(BYTE, 0)) >>> 4;
        return switch (version) {
            case 4 -> length < V4_LENGTH ? 0 : 4;
            case 6 -> length < V6_LENGTH ? 0 : 6;
            default -> 0;
        };
    }

    private static int word(MemorySegment packet, long offset) {
        return Short.toUnsignedInt(packet.get(SHORT, offset));
    }
}
