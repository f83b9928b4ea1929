package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.ouzel.core.wire.InternetChecksum;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv4Header;
import org.ouzel.core.wire.Ipv6Address;
import org.ouzel.core.wire.Ipv6Header;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.TcpSegment;

/**
 * An IP packet that is changed where it lies, word by word, each change carried over to the checksums that cover it: a checksum
 * that was wrong stays wrong, as it must for the receiver to find out (RFC 1624).
 *
 * <p>All words lie at even offsets: IP headers of either version have an even length.
 */
final class Packet {
    /** A place that says "no checksum". */
    static final int NONE = -1;

    /** Where IPv4's checksum stands. */
    static final int V4_CHECKSUM = 10;

    static final int V4_SOURCE = 12;
    static final int V4_DESTINATION = 16;

    /** Where TCP's checksum stands, from the beginning of the segment. */
    static final int TCP_CHECKSUM = 16;

    private static final int V4_TOTAL_LENGTH = 2;
    private static final int V4_TIME_TO_LIVE = 8;
    private static final int V6_PAYLOAD_LENGTH = 4;
    private static final int V6_HOP_LIMIT = 7;
    private static final int V6_SOURCE = 8;
    private static final int V6_DESTINATION = 24;
    private static final int ECN_V4 = 0x3;
    private static final int ECN_V6 = 0x30;
    private static final int V4_PROTOCOL = 9;
    private static final int V4_OFFSET = 6;
    private static final int V4_OFFSET_MASK = 0x1fff;

    private final MemorySegment bytes;
    private final ByteBuffer view;
    private final boolean ipv6;

    private Packet(MemorySegment bytes, boolean ipv6) {
        this.bytes = bytes;
        this.view = bytes.asByteBuffer();
        this.ipv6 = ipv6;
    }

    /** The packet at the beginning of some bytes; empty if there is none whole, or its header's checksum does not hold. */
    static Optional<Packet> read(MemorySegment bytes) {
        Optional<Packet> quoted = quoted(bytes);
        if (quoted.isEmpty()) {
            return quoted;
        }
        Packet packet = quoted.get();
        int headerLength = packet.fixedHeaderLength();
        int length = packet.ipv6 ? Ipv6Header.LENGTH + packet.word(V6_PAYLOAD_LENGTH) : packet.word(V4_TOTAL_LENGTH);
        if (length < headerLength || length > bytes.byteSize()) {
            return Optional.empty();
        }
        // RFC 1812 §5.2.2: a router MUST verify the checksum of the IPv4 header. IPv6 has none.
        boolean sound =
                packet.ipv6 || InternetChecksum.finish(InternetChecksum.sum(bytes.asSlice(0, headerLength))) == 0;
        return sound ? Optional.of(new Packet(bytes.asSlice(0, length), packet.ipv6)) : Optional.empty();
    }

    /** The beginning of a packet, as an ICMP error quotes it; empty if its header is not whole. */
    static Optional<Packet> quoted(MemorySegment bytes) {
        int version = bytes.byteSize() == 0
                ? 0
                : Byte.toUnsignedInt(bytes.asByteBuffer().get(0)) >>> 4;
        boolean known = version == 4 || version == 6;
        if (!known || bytes.byteSize() < (version == 4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH)) {
            return Optional.empty();
        }
        Packet packet = new Packet(bytes, version == 6);
        int headerLength = packet.fixedHeaderLength();
        boolean whole = headerLength >= Ipv4Header.LENGTH && headerLength <= bytes.byteSize();
        return whole ? Optional.of(packet) : Optional.empty();
    }

    /** The bytes, trimmed to what the header says. */
    MemorySegment bytes() {
        return bytes;
    }

    int length() {
        return (int) bytes.byteSize();
    }

    boolean isIpv6() {
        return ipv6;
    }

    /** The header as a host reads it; empty if a host would not. */
    Optional<IpHeader> header() {
        try {
            return Optional.of(IpHeader.parse(bytes));
        } catch (MalformedPacket unreadable) {
            return Optional.empty(); // a source route, or an extension header of some new kind: nothing to look into
        }
    }

    /** Where a TCP segment begins that is whole as far as IP tells; empty if there is none, or only a fragment of one. */
    OptionalInt segmentAt() {
        Optional<IpHeader> tcp = header().filter(header -> header.protocol() == TcpSegment.PROTOCOL
                && !header.isFragment()
                && header.headerLength() + TcpSegment.MIN_HEADER_LENGTH <= length());
        return tcp.map(header -> OptionalInt.of(header.headerLength())).orElse(OptionalInt.empty());
    }

    /** The length of the header: IPv4's with options, IPv6's without extension headers. */
    int fixedHeaderLength() {
        return ipv6 ? Ipv6Header.LENGTH : (octet(0) & 0xf) * Integer.BYTES;
    }

    /** Whether it is a part of a larger IPv4 packet, and not its first. */
    boolean isLaterFragment() {
        return !ipv6 && (word(V4_OFFSET) & V4_OFFSET_MASK) != 0;
    }

    IpAddress source() {
        return ipv6 ? Ipv6Address.read(bytes, V6_SOURCE) : Ipv4Address.read(bytes, V4_SOURCE);
    }

    IpAddress destination() {
        return ipv6 ? Ipv6Address.read(bytes, V6_DESTINATION) : Ipv4Address.read(bytes, V4_DESTINATION);
    }

    /** The protocol inside an IPv4 packet. */
    int protocolV4() {
        return octet(V4_PROTOCOL);
    }

    int timeToLive() {
        return octet(ipv6 ? V6_HOP_LIMIT : V4_TIME_TO_LIVE);
    }

    void countDownTimeToLive() {
        octet(ipv6 ? V6_HOP_LIMIT : V4_TIME_TO_LIVE, timeToLive() - 1, ipChecksum());
    }

    /** The two ECN bits (RFC 3168 §5). */
    int ecn() {
        return ipv6 ? (octet(1) & ECN_V6) >>> 4 : octet(1) & ECN_V4;
    }

    /** Makes it Not-ECT. */
    void clearEcn() {
        octet(1, octet(1) & ~(ipv6 ? ECN_V6 : ECN_V4), ipChecksum());
    }

    private int ipChecksum() {
        return ipv6 ? NONE : V4_CHECKSUM;
    }

    /** The octet at a place. */
    int octet(int at) {
        return Byte.toUnsignedInt(view.get(at));
    }

    /** The word at a place. */
    int word(int at) {
        return Short.toUnsignedInt(view.getShort(at));
    }

    /** Changes an octet, and the checksum that covers it. */
    void octet(int at, int value, int checksumAt) {
        boolean low = (at & 1) != 0;
        int other = octet(at ^ 1);
        word(at & ~1, low ? other << Byte.SIZE | value : value << Byte.SIZE | other, checksumAt);
    }

    /** Changes a word, and the checksums that cover it. */
    void word(int at, int value, int... checksumsAt) {
        int old = word(at);
        view.putShort(at, (short) value);
        for (int checksumAt : checksumsAt) {
            // A quotation may end before the checksum.
            if (checksumAt != NONE && checksumAt + Short.BYTES <= length()) {
                view.putShort(checksumAt, (short) updated(word(checksumAt), old, value));
            }
        }
    }

    /** Changes an IPv4 address, and the checksums that cover it. */
    void address(int at, Ipv4Address value, int... checksumsAt) {
        word(at, value.bits() >>> Short.SIZE, checksumsAt);
        word(at + Short.BYTES, value.bits() & 0xffff, checksumsAt);
    }

    /** RFC 1624 §3, equation 3: HC' = ~(~HC + ~m + m'). */
    static int updated(int checksum, int old, int value) {
        return InternetChecksum.finish((~checksum & 0xffff) + (~old & 0xffff) + value);
    }
}
