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
 * <p>It stays as it is, unless {@link IpHeaders} lend it.
 */
public final class Ipv6Header implements IpHeader {
    /** The length of a header without extension headers: all that are ever written. */
    public static final int LENGTH = 40;

    private static final int VERSION_CLASS_FLOW = 0;
    private static final int PAYLOAD_LENGTH = 4;
    static final int NEXT_HEADER = 6;
    private static final int HOP_LIMIT = 7;
    static final int SOURCE = 8;
    static final int DESTINATION = 24;

    private int trafficClass;
    private int hopLimit;
    private int headerLength = LENGTH;
    private int protocolAt = NEXT_HEADER;
    private int payloadLength;
    private int protocol;
    private Optional<ParameterProblem> problem = Optional.empty();
    private Ipv6Address source = Ipv6Address.UNSPECIFIED;
    private Ipv6Address destination = Ipv6Address.UNSPECIFIED;

    /** One that is to become others. */
    Ipv6Header() {}

    static Ipv6Header of(Ipv6Address source, Ipv6Address destination, IpFields fields, int protocol, int length) {
        Ipv6Header header = new Ipv6Header();
        header.become(source, destination, fields, protocol, length);
        return header;
    }

    static Ipv6Header parse(MemorySegment packet) throws MalformedPacket {
        require(packet);
        Ipv6Header header = new Ipv6Header();
        header.become(packet, Ipv6Address.read(packet, SOURCE), Ipv6Address.read(packet, DESTINATION));
        return header;
    }

    /** Whether a whole header is there that can be, extension headers apart. */
    static void require(MemorySegment packet) throws MalformedPacket {
        if (packet.byteSize() < LENGTH) {
            throw MalformedPacket.because(DropReason.TRUNCATED);
        }
        if (LENGTH + NetworkOrder.u16(packet, PAYLOAD_LENGTH) > packet.byteSize()) {
            throw MalformedPacket.because(DropReason.BAD_IP_LENGTH);
        }
    }

    /** What the word tells of the next header that begins with the payload length. */
    static int nextHeader(int lengthAndNext) {
        return lengthAndNext >>> 8 & 0xff;
    }

    /** Becomes the one at the beginning of a packet, where one is that can be. */
    void become(MemorySegment packet, Ipv6Address from, Ipv6Address to) throws MalformedPacket {
        trafficClass = NetworkOrder.i32(packet, VERSION_CLASS_FLOW) >>> 20 & 0xff;
        hopLimit = NetworkOrder.u8(packet, HOP_LIMIT);
        payloadLength = NetworkOrder.u16(packet, PAYLOAD_LENGTH);
        protocol = NetworkOrder.u8(packet, NEXT_HEADER);
        source = from;
        destination = to;
        endAtOnce();
        if (ExtensionHeaders.isExtension(protocol)) {
            endBehind(ExtensionHeaders.walk(protocol, packet.asSlice(LENGTH, payloadLength)));
        }
    }

    private void endAtOnce() {
        headerLength = LENGTH;
        protocolAt = NEXT_HEADER;
        problem = Optional.empty();
    }

    private void endBehind(ExtensionHeaders extensions) {
        headerLength = LENGTH + extensions.length();
        protocolAt = extensions.lastLength() == 0 ? NEXT_HEADER : headerLength - extensions.lastLength();
        protocol = extensions.protocol();
        problem = extensions.problem();
    }

    /** Becomes that of a packet of ours, without extension headers. */
    void become(Ipv6Address from, Ipv6Address to, IpFields fields, int inside, int length) {
        trafficClass = fields.typeOfService();
        hopLimit = fields.timeToLive();
        payloadLength = length;
        protocol = inside;
        source = from;
        destination = to;
        endAtOnce();
    }

    @Override
    public Ipv6Address source() {
        return source;
    }

    @Override
    public Ipv6Address destination() {
        return destination;
    }

    /** The number of the upper layer, or that of the fragment header. */
    @Override
    public int protocol() {
        return protocol;
    }

    @Override
    public IpFields fields() {
        return new IpFields(trafficClass, hopLimit, true, 0);
    }

    @Override
    public EcnCodepoint ecn() {
        return EcnCodepoint.of(trafficClass);
    }

    /** The length in bytes, extension headers included; of a fragment, up to its fragment header. */
    @Override
    public int headerLength() {
        return headerLength;
    }

    /** Where the octet stands that tells the protocol, from the beginning of the packet. */
    public int protocolAt() {
        return protocolAt;
    }

    /** What the sender is to be told of an extension header because of which the packet is not accepted. */
    public Optional<ParameterProblem> problem() {
        return problem;
    }

    @Override
    public int timeToLive() {
        return hopLimit;
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
        NetworkOrder.put32(to, VERSION_CLASS_FLOW, 6 << 28 | trafficClass << 20);
        NetworkOrder.put16(to, PAYLOAD_LENGTH, payloadLength);
        NetworkOrder.put8(to, NEXT_HEADER, protocol);
        NetworkOrder.put8(to, HOP_LIMIT, hopLimit);
        source.write(to, SOURCE);
        destination.write(to, DESTINATION);
    }
}
