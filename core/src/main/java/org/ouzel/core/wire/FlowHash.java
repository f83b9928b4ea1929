package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;

/**
 * A hash of what the two ends of a TCP connection are, which is the same for both directions: packets of one connection have one hash,
 * whichever way they go. Every bit of it depends on every bit of the ends and of the secret, so that any of them spread connections
 * evenly. It is keyed, and no more: names do not come to one place by chance or by a simple choice.
 *
 * <p>It stays as it is; any thread may ask.
 */
public final class FlowHash {
    private static final int V4_WITHOUT_OPTIONS = 0x45;
    private static final int FRAGMENT_OFFSET_V4 = 0x1fff;
    private static final int FRAGMENT_OFFSET_V6 = 0xfff8;

    /** The length of the ports: all that is asked for of a TCP header. */
    private static final int PORTS = Integer.BYTES;

    /** 2^64 by the golden ratio: SplitMix64 (Steele, Lea and Flood, 2014) counts by it. */
    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

    private final long highKey;
    private final long lowKey;
    private final long addressKey;
    private final long portKey;

    /**
     * The hash by one secret.
     *
     * @param secret those who have the same give the same hash
     */
    public FlowHash(long secret) {
        this.highKey = key(secret, 1);
        this.lowKey = key(secret, 2);
        this.addressKey = key(secret, 3);
        this.portKey = key(secret, 4);
    }

    /** The hash of the connection between two ends, in either order. */
    public long of(IpAddress one, int onePort, IpAddress other, int otherPort) {
        return of(end(one.high(), one.low(), onePort), end(other.high(), other.low(), otherPort));
    }

    /**
     * The hash of the connection that a packet is of.
     *
     * @param packet an IP packet, or any bytes
     * @return that of its ends, for a TCP segment or the first fragment of one; that of the segment that it quotes, for an ICMP error; 0
     *     for all else, and for what is malformed. TCP's checksum is not looked at, nor that of an IPv4 header without options.
     */
    public long of(MemorySegment packet) {
        if (packet.byteSize() < Ipv4Header.LENGTH + PORTS) {
            return 0;
        }
        long first = NetworkOrder.i64(packet, 0);
        return switch (NetworkOrder.high32(first) >>> 28) {
            case 4 -> ofV4(packet, NetworkOrder.high32(first), NetworkOrder.low32(first));
            case 6 -> ofV6(packet, NetworkOrder.low32(first));
            default -> 0;
        };
    }

    private long ofV4(MemorySegment packet, int version, int fragment) {
        long second = NetworkOrder.i64(packet, Ipv4Header.TIME_TO_LIVE);
        boolean isUsual = version >>> 24 == V4_WITHOUT_OPTIONS
                && Ipv4Header.protocol(NetworkOrder.high32(second)) == TcpSegment.PROTOCOL
                && (fragment & FRAGMENT_OFFSET_V4) == 0
                && hasPorts(packet, Ipv4Header.LENGTH, NetworkOrder.low16(version));
        if (!isUsual) {
            return ofUnusual(packet);
        }
        long third = NetworkOrder.i64(packet, Ipv4Header.DESTINATION);
        int ports = NetworkOrder.low32(third);
        return of(
                end(0, Integer.toUnsignedLong(NetworkOrder.low32(second)), NetworkOrder.high16(ports)),
                end(0, Integer.toUnsignedLong(NetworkOrder.high32(third)), NetworkOrder.low16(ports)));
    }

    private long ofV6(MemorySegment packet, int lengthAndNext) {
        boolean isUsual = Ipv6Header.nextHeader(lengthAndNext) == TcpSegment.PROTOCOL
                && hasPorts(packet, Ipv6Header.LENGTH, Ipv6Header.LENGTH + NetworkOrder.high16(lengthAndNext));
        if (!isUsual) {
            return ofUnusual(packet);
        }
        int ports = NetworkOrder.i32(packet, Ipv6Header.LENGTH);
        return of(
                endV6(packet, Ipv6Header.SOURCE, NetworkOrder.high16(ports)),
                endV6(packet, Ipv6Header.DESTINATION, NetworkOrder.low16(ports)));
    }

    /** Whether the packet is as long as it says, and has ports behind its header. */
    private static boolean hasPorts(MemorySegment packet, int headerLength, int totalLength) {
        return totalLength >= headerLength + PORTS && totalLength <= packet.byteSize();
    }

    private long endV6(MemorySegment packet, int addressAt, int port) {
        return end(NetworkOrder.i64(packet, addressAt), NetworkOrder.i64(packet, addressAt + (long) Long.BYTES), port);
    }

    /** Which of so many places goes with a hash: each with as many as any other. */
    public static int place(long hash, int places) {
        return (int) (((hash >>> Integer.SIZE) * places) >>> Integer.SIZE);
    }

    // ---- What seldom comes, and what is no flow's

    private long ofUnusual(MemorySegment packet) {
        try {
            IpHeader header = IpHeader.parse(packet);
            return switch (header) {
                case Ipv4Header v4 when (v4.fragment() & FRAGMENT_OFFSET_V4) != 0 -> 0;
                case Ipv4Header v4 -> ofInner(v4, v4.protocol(), v4.headerLength(), packet);
                case Ipv6Header v6 when v6.isFragment() -> ofFragment(v6, packet);
                case Ipv6Header v6 -> ofInner(v6, v6.protocol(), v6.headerLength(), packet);
            };
        } catch (MalformedPacket noFlow) {
            return 0; // whoever takes the packet counts it
        }
    }

    /** RFC 7112 §5: the first fragment has all headers up to the upper layer's. */
    private long ofFragment(Ipv6Header header, MemorySegment packet) throws MalformedPacket {
        int at = header.headerLength();
        if ((NetworkOrder.u16(packet, at + ExtensionHeaders.OFFSET_AND_MORE) & FRAGMENT_OFFSET_V6) != 0) {
            return 0;
        }
        int behind = at + ExtensionHeaders.FRAGMENT_LENGTH;
        ExtensionHeaders others = ExtensionHeaders.walk(
                NetworkOrder.u8(packet, at), packet.asSlice(behind, header.totalLength() - behind));
        return ofInner(header, others.protocol(), behind + others.length(), packet);
    }

    /** Of what stands at some place behind the header. */
    private long ofInner(IpHeader header, int protocol, int at, MemorySegment packet) throws MalformedPacket {
        int length = header.totalLength() - at;
        if (protocol == TcpSegment.PROTOCOL && length >= PORTS) {
            int ports = NetworkOrder.i32(packet, at);
            return of(header.source(), NetworkOrder.high16(ports), header.destination(), NetworkOrder.low16(ports));
        }
        int icmpHere = header instanceof Ipv6Header ? IcmpMessage.PROTOCOL_V6 : IcmpMessage.PROTOCOL_V4;
        return protocol == icmpHere && !header.isFragment() ? ofQuoted(header, packet.asSlice(at, length)) : 0;
    }

    private long ofQuoted(IpHeader header, MemorySegment message) throws MalformedPacket {
        IcmpMessage error = IcmpMessage.parse(message, header.source(), header.destination());
        if (!IcmpMessage.isError(error.ipv6(), error.type())) {
            return 0;
        }
        return QuotedSegment.parse(message.asSlice(IcmpMessage.HEADER_LENGTH))
                .map(quoted -> of(quoted.source(), quoted.sourcePort(), quoted.destination(), quoted.destinationPort()))
                .orElse(0L);
    }

    // ---- Words

    private static long key(long secret, int number) {
        return mixed(secret + number * STEP);
    }

    private long of(long oneEnd, long otherEnd) {
        return mixed(oneEnd + otherEnd);
    }

    /** Not linear in any of the words: nothing that one end has more is made up for by what the other has less. */
    private long end(long high, long low, int port) {
        return product(product(high ^ highKey, low ^ lowKey) ^ addressKey, port ^ portKey);
    }

    /** Both halves of the product, of which every bit of the factors is in some bit of one. */
    private static long product(long one, long other) {
        return one * other ^ Math.unsignedMultiplyHigh(one, other);
    }

    /** The last step of SplitMix64, as Stafford has chosen its numbers (variant 13). */
    private static long mixed(long word) {
        long once = (word ^ word >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        long twice = (once ^ once >>> 27) * 0x94d0_49bb_1331_11ebL;
        return twice ^ twice >>> 31;
    }
}
