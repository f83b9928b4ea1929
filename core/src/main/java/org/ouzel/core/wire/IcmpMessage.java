package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;

/**
 * A message of ICMP (RFC 792) or ICMPv6 (RFC 4443): the two share one shape.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Type      |     Code      |           Checksum            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   MTU, pointer, or identifier and sequence number             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Data: echoed bytes, or as much of the packet as fits        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param ipv6 whether it is ICMPv6
 * @param type the type
 * @param code the code
 * @param rest the second word
 * @param body what follows
 */
public record IcmpMessage(boolean ipv6, int type, int code, int rest, Payload body) {
    /** The length of the header. */
    public static final int HEADER_LENGTH = 8;

    /** ICMP's protocol number. */
    public static final int PROTOCOL_V4 = 1;

    /** ICMPv6's protocol number. */
    public static final int PROTOCOL_V6 = 58;

    /** The first type of ICMPv6 that is no error (RFC 4443 §2.1). */
    private static final int FIRST_INFORMATIONAL_V6 = 128;

    private static final int UNREACHABLE_V4 = 3;
    private static final int SOURCE_QUENCH_V4 = 4;
    private static final int REDIRECT_V4 = 5;
    private static final int TIME_EXCEEDED_V4 = 11;
    private static final int PARAMETER_PROBLEM_V4 = 12;

    private static final int TYPE = 0;
    private static final int CODE = 1;
    private static final int CHECKSUM = 2;
    private static final int REST = 4;

    /**
     * Reads a message and checks its checksum.
     *
     * @throws MalformedPacket if it is too short or the checksum does not hold
     */
    public static IcmpMessage parse(MemorySegment bytes, IpAddress source, IpAddress destination)
            throws MalformedPacket {
        boolean ipv6 = source instanceof Ipv6Address;
        if (bytes.byteSize() < HEADER_LENGTH) {
            throw MalformedPacket.because(DropReason.BAD_ICMP);
        }
        long sum = InternetChecksum.sum(bytes) + pseudoHeader(source, destination, (int) bytes.byteSize());
        if (InternetChecksum.finish(sum) != 0) {
            throw MalformedPacket.because(DropReason.BAD_ICMP);
        }
        return new IcmpMessage(
                ipv6,
                NetworkOrder.u8(bytes, TYPE),
                NetworkOrder.u8(bytes, CODE),
                NetworkOrder.i32(bytes, REST),
                Payload.of(bytes.asSlice(HEADER_LENGTH)));
    }

    /** ICMPv6 alone covers the addresses (RFC 4443 §2.3). */
    private static long pseudoHeader(IpAddress source, IpAddress destination, int length) {
        return source instanceof Ipv6Address
                ? InternetChecksum.pseudoHeader(source, destination, PROTOCOL_V6, length)
                : 0;
    }

    /** Whether messages of a type are errors, which quote a packet (RFC 1122 §3.2.2, RFC 4443 §2.1). */
    public static boolean isError(boolean ipv6, int type) {
        return ipv6
                ? type < FIRST_INFORMATIONAL_V6
                : switch (type) {
                    case UNREACHABLE_V4, SOURCE_QUENCH_V4, REDIRECT_V4, TIME_EXCEEDED_V4, PARAMETER_PROBLEM_V4 -> true;
                    default -> false;
                };
    }

    /** Its protocol number. */
    public int protocol() {
        return ipv6 ? PROTOCOL_V6 : PROTOCOL_V4;
    }

    /** Writes the header; the body is not written. */
    public void writeHeader(MemorySegment to, IpAddress source, IpAddress destination) {
        NetworkOrder.put8(to, TYPE, type);
        NetworkOrder.put8(to, CODE, code);
        NetworkOrder.put16(to, CHECKSUM, 0);
        NetworkOrder.put32(to, REST, rest);
        long sum = InternetChecksum.sum(to.asSlice(0, HEADER_LENGTH))
                + body.sum()
                + pseudoHeader(source, destination, HEADER_LENGTH + body.length());
        NetworkOrder.put16(to, CHECKSUM, InternetChecksum.finish(sum));
    }
}
