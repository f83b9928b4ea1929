package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/**
 * An IPv4 header (RFC 791 §3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Version|  IHL  |Type of Service|          Total Length         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Identification        |Flags|      Fragment Offset    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Time to Live |    Protocol   |         Header Checksum       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                       Source Address                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Destination Address                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>It stays as it is, unless {@link IpHeaders} lend it.
 */
public final class Ipv4Header implements IpHeader {
    /** The length of a header without options: all that are ever written. */
    public static final int LENGTH = 20;

    private static final int VERSION_AND_LENGTH = 0;
    static final int TIME_TO_LIVE = 8;
    static final int PROTOCOL = 9;
    static final int DESTINATION = 16;

    private static final int WORD = 4;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_AND_OFFSET = 0x3fff;

    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_LOOSE_ROUTE = 131;
    private static final int OPTION_STRICT_ROUTE = 137;

    private int typeOfService;
    private int timeToLive;
    private boolean dontFragment;
    private int identification;

    /** Flags and offset without DF: not 0 in every fragment. */
    private int fragment;

    private int headerLength = LENGTH;
    private int totalLength;
    private int protocol;
    private Ipv4Address source = Ipv4Address.UNSPECIFIED;
    private Ipv4Address destination = Ipv4Address.UNSPECIFIED;

    /** One that is to become others. */
    Ipv4Header() {}

    static Ipv4Header of(Ipv4Address source, Ipv4Address destination, IpFields fields, int protocol, int length) {
        Ipv4Header header = new Ipv4Header();
        header.become(source, destination, fields, protocol, length);
        return header;
    }

    static Ipv4Header parse(MemorySegment packet) throws MalformedPacket {
        Ipv4Header header = new Ipv4Header();
        header.become(packet, Ipv4Address::new);
        return header;
    }

    /**
     * Becomes the one at the beginning of a packet.
     *
     * @param addresses has the objects of addresses, by their bits
     * @throws MalformedPacket if no whole header is there, or what it says of itself cannot be
     */
    void become(MemorySegment packet, IntFunction<Ipv4Address> addresses) throws MalformedPacket {
        if (packet.byteSize() < LENGTH) {
            throw MalformedPacket.because(DropReason.TRUNCATED);
        }
        // In words as long as may be: every packet is read so, and each look at memory takes a check.
        long first = NetworkOrder.i64(packet, VERSION_AND_LENGTH);
        long second = NetworkOrder.i64(packet, TIME_TO_LIVE);
        int third = NetworkOrder.i32(packet, DESTINATION);
        int version = NetworkOrder.high32(first);
        int flags = NetworkOrder.low32(first);
        int inside = NetworkOrder.high32(second);
        headerLength = (version >>> 24 & 0xf) * WORD;
        totalLength = NetworkOrder.low16(version);
        if (headerLength < LENGTH || totalLength < headerLength || totalLength > packet.byteSize()) {
            throw MalformedPacket.because(DropReason.BAD_IP_LENGTH);
        }
        requireChecksum(
                packet,
                InternetChecksum.halves(first) + InternetChecksum.halves(second) + Integer.toUnsignedLong(third));
        if (headerLength > LENGTH) {
            checkOptions(packet.asSlice(LENGTH, headerLength - LENGTH));
        }
        typeOfService = version >>> 16 & 0xff;
        identification = NetworkOrder.high16(flags);
        fragment = flags & MORE_AND_OFFSET;
        dontFragment = (flags & DONT_FRAGMENT) != 0;
        timeToLive = inside >>> 24;
        protocol = protocol(inside);
        source = addresses.apply(NetworkOrder.low32(second));
        destination = addresses.apply(third);
    }

    // RFC 1122 §3.2.1.2: "A host MUST verify the IP header checksum on every received datagram and silently discard
    // every datagram that has a bad checksum."
    private void requireChecksum(MemorySegment packet, long sumWithoutOptions) throws MalformedPacket {
        long options = headerLength == LENGTH ? 0 : InternetChecksum.sum(packet, LENGTH, headerLength - LENGTH);
        if (InternetChecksum.finish(sumWithoutOptions + options) != 0) {
            throw MalformedPacket.because(DropReason.BAD_IP_CHECKSUM);
        }
    }

    /** What the word tells of the protocol that begins with the time to live. */
    static int protocol(int inside) {
        return inside >>> 16 & 0xff;
    }

    /** Becomes that of a packet of ours that is no fragment. */
    void become(Ipv4Address from, Ipv4Address to, IpFields fields, int inside, int length) {
        typeOfService = fields.typeOfService();
        timeToLive = fields.timeToLive();
        dontFragment = fields.dontFragment();
        identification = fields.identification();
        fragment = 0;
        headerLength = LENGTH;
        totalLength = LENGTH + length;
        protocol = inside;
        source = from;
        destination = to;
    }

    /** Options are skipped, but for source routes, which RFC 7126 §4.3 and §4.4 advise to drop. */
    private static void checkOptions(MemorySegment options) throws MalformedPacket {
        long at = 0;
        while (at < options.byteSize()) {
            int kind = NetworkOrder.u8(options, at);
            if (kind == OPTION_END) {
                return;
            }
            if (kind == OPTION_NOP) {
                at++;
                continue;
            }
            int length = at + 1 < options.byteSize() ? NetworkOrder.u8(options, at + 1) : 0;
            boolean sourceRoute = kind == OPTION_LOOSE_ROUTE || kind == OPTION_STRICT_ROUTE;
            if (length < 2 || at + length > options.byteSize() || sourceRoute) {
                throw MalformedPacket.because(DropReason.BAD_IP_OPTION);
            }
            at += length;
        }
    }

    @Override
    public Ipv4Address source() {
        return source;
    }

    @Override
    public Ipv4Address destination() {
        return destination;
    }

    @Override
    public int protocol() {
        return protocol;
    }

    @Override
    public int timeToLive() {
        return timeToLive;
    }

    @Override
    public IpFields fields() {
        return new IpFields(typeOfService, timeToLive, dontFragment, identification);
    }

    @Override
    public EcnCodepoint ecn() {
        return EcnCodepoint.of(typeOfService);
    }

    @Override
    public int headerLength() {
        return headerLength;
    }

    @Override
    public int totalLength() {
        return totalLength;
    }

    /** Flags and offset without DF: not 0 in every fragment. */
    public int fragment() {
        return fragment;
    }

    @Override
    public boolean isFragment() {
        return fragment != 0;
    }

    // Put together and summed up before it is written: a sum of what has just been written in smaller parts would have
    // to wait for it.
    @Override
    public void write(MemorySegment to) {
        int version = NetworkOrder.word(4 << 12 | (LENGTH / WORD) << 8 | typeOfService, totalLength);
        int flags = NetworkOrder.word(identification, (dontFragment ? DONT_FRAGMENT : 0) | fragment);
        int inside = NetworkOrder.word(timeToLive << 8 | protocol, 0);
        long sum = Integer.toUnsignedLong(version)
                + Integer.toUnsignedLong(flags)
                + Integer.toUnsignedLong(inside)
                + Integer.toUnsignedLong(source.bits())
                + Integer.toUnsignedLong(destination.bits());
        int checked = inside | InternetChecksum.finish(sum);
        NetworkOrder.put64(to, VERSION_AND_LENGTH, NetworkOrder.words(version, flags));
        NetworkOrder.put64(to, TIME_TO_LIVE, NetworkOrder.words(checked, source.bits()));
        destination.write(to, DESTINATION);
    }
}
