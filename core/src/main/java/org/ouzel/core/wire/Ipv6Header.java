package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * An IPv6 header (RFC 8200 §3).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Version| Traffic Class |           Flow Label                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Payload Length        |  Next Header  |   Hop Limit   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Source Address (128 bits)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 Destination Address (128 bits)                |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Extension headers are part of the header here, and only read: those that are written have none.
 *
 * @param fields traffic class and hop limit
 * @param headerLength the length in bytes, extension headers included; of a fragment, up to its fragment header
 * @param protocolAt where the octet stands that tells the protocol, from the beginning of the packet
 * @param payloadLength what the packet says is the length of all behind the first {@link #LENGTH} bytes
 * @param protocol the number of the upper layer, or that of the fragment header
 * @param source who sent it
 * @param destination whom it is for
 * @param problem what the sender is to be told of an extension header because of which the packet is not accepted
 */
public record Ipv6Header(
        IpFields fields,
        int headerLength,
        int protocolAt,
        int payloadLength,
        int protocol,
        Ipv6Address source,
        Ipv6Address destination,
        Optional<ParameterProblem> problem)
        implements IpHeader {
    /** The length of a header without extension headers: all that are ever written. */
    public static final int LENGTH = 40;

    private static final int VERSION_CLASS_FLOW = 0;
    private static final int PAYLOAD_LENGTH = 4;
    private static final int NEXT_HEADER = 6;
    private static final int HOP_LIMIT = 7;
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;

    static Ipv6Header of(Ipv6Address source, Ipv6Address destination, IpFields fields, int protocol, int length) {
        return new Ipv6Header(fields, LENGTH, NEXT_HEADER, length, protocol, source, destination, Optional.empty());
    }

    static Ipv6Header parse(MemorySegment packet) throws MalformedPacket {
        if (packet.byteSize() < LENGTH) {
            throw MalformedPacket.because(DropReason.TRUNCATED);
        }
        int payloadLength = NetworkOrder.u16(packet, PAYLOAD_LENGTH);
        if (LENGTH + payloadLength > packet.byteSize()) {
            throw MalformedPacket.because(DropReason.BAD_IP_LENGTH);
        }
        ExtensionHeaders extensions =
                ExtensionHeaders.walk(NetworkOrder.u8(packet, NEXT_HEADER), packet.asSlice(LENGTH, payloadLength));
        return new Ipv6Header(
                new IpFields(
                        NetworkOrder.i32(packet, VERSION_CLASS_FLOW) >>> 20 & 0xff,
                        NetworkOrder.u8(packet, HOP_LIMIT),
                        true,
                        0),
                LENGTH + extensions.length(),
                extensions.lastLength() == 0 ? NEXT_HEADER : LENGTH + extensions.length() - extensions.lastLength(),
                payloadLength,
                extensions.protocol(),
                Ipv6Address.read(packet, SOURCE),
                Ipv6Address.read(packet, DESTINATION),
                extensions.problem());
    }

    @Override
    public int timeToLive() {
        return fields.timeToLive();
    }

    @Override
    public int totalLength() {
        return LENGTH + payloadLength;
    }

    @Override
    public boolean isFragment() {
        return protocol == ExtensionHeaders.FRAGMENT;
    }

    @Override
    public void write(MemorySegment to) {
        NetworkOrder.put32(to, VERSION_CLASS_FLOW, 6 << 28 | fields.typeOfService() << 20);
        NetworkOrder.put16(to, PAYLOAD_LENGTH, payloadLength);
        NetworkOrder.put8(to, NEXT_HEADER, protocol);
        NetworkOrder.put8(to, HOP_LIMIT, fields.timeToLive());
        source.write(to, SOURCE);
        destination.write(to, DESTINATION);
    }
}
