package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;

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
 * @param fields type of service, TTL, DF and identification
 * @param fragment flags and offset without DF: not 0 in every fragment
 * @param headerLength the length in bytes, options included
 * @param totalLength the length of header and payload
 * @param protocol the protocol inside
 * @param source who sent it
 * @param destination whom it is for
 */
public record Ipv4Header(
        IpFields fields,
        int fragment,
        int headerLength,
        int totalLength,
        int protocol,
        Ipv4Address source,
        Ipv4Address destination)
        implements IpHeader {
    /** The length of a header without options: all that are ever written. */
    public static final int LENGTH = 20;

    private static final int VERSION_AND_LENGTH = 0;
    private static final int TYPE_OF_SERVICE = 1;
    private static final int TOTAL_LENGTH = 2;
    private static final int IDENTIFICATION = 4;
    private static final int FRAGMENT = 6;
    private static final int TIME_TO_LIVE = 8;
    private static final int PROTOCOL = 9;
    private static final int CHECKSUM = 10;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;

    private static final int WORD = 4;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_AND_OFFSET = 0x3fff;

    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_LOOSE_ROUTE = 131;
    private static final int OPTION_STRICT_ROUTE = 137;

    static Ipv4Header of(Ipv4Address source, Ipv4Address destination, IpFields fields, int protocol, int length) {
        return new Ipv4Header(fields, 0, LENGTH, LENGTH + length, protocol, source, destination);
    }

    static Ipv4Header parse(MemorySegment packet) throws MalformedPacket {
        if (packet.byteSize() < LENGTH) {
            throw MalformedPacket.because(DropReason.TRUNCATED);
        }
        int headerLength = (NetworkOrder.u8(packet, VERSION_AND_LENGTH) & 0xf) * WORD;
        int totalLength = NetworkOrder.u16(packet, TOTAL_LENGTH);
        if (headerLength < LENGTH || totalLength < headerLength || totalLength > packet.byteSize()) {
            throw MalformedPacket.because(DropReason.BAD_IP_LENGTH);
        }
        // RFC 1122 §3.2.1.2: "A host MUST verify the IP header checksum on every received datagram and silently discard
        // every datagram that has a bad checksum."
        if (InternetChecksum.finish(InternetChecksum.sum(packet, headerLength)) != 0) {
            throw MalformedPacket.because(DropReason.BAD_IP_CHECKSUM);
        }
        if (headerLength > LENGTH) {
            checkOptions(packet.asSlice(LENGTH, headerLength - LENGTH));
        }
        int flagsAndOffset = NetworkOrder.u16(packet, FRAGMENT);
        return new Ipv4Header(
                new IpFields(
                        NetworkOrder.u8(packet, TYPE_OF_SERVICE),
                        NetworkOrder.u8(packet, TIME_TO_LIVE),
                        (flagsAndOffset & DONT_FRAGMENT) != 0,
                        NetworkOrder.u16(packet, IDENTIFICATION)),
                flagsAndOffset & MORE_AND_OFFSET,
                headerLength,
                totalLength,
                NetworkOrder.u8(packet, PROTOCOL),
                Ipv4Address.read(packet, SOURCE),
                Ipv4Address.read(packet, DESTINATION));
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
    public int timeToLive() {
        return fields.timeToLive();
    }

    @Override
    public boolean isFragment() {
        return fragment != 0;
    }

    @Override
    public void write(MemorySegment to) {
        NetworkOrder.put8(to, VERSION_AND_LENGTH, 4 << 4 | LENGTH / WORD);
        NetworkOrder.put8(to, TYPE_OF_SERVICE, fields.typeOfService());
        NetworkOrder.put16(to, TOTAL_LENGTH, totalLength);
        NetworkOrder.put16(to, IDENTIFICATION, fields.identification());
        NetworkOrder.put16(to, FRAGMENT, (fields.dontFragment() ? DONT_FRAGMENT : 0) | fragment);
        NetworkOrder.put8(to, TIME_TO_LIVE, fields.timeToLive());
        NetworkOrder.put8(to, PROTOCOL, protocol);
        NetworkOrder.put16(to, CHECKSUM, 0);
        source.write(to, SOURCE);
        destination.write(to, DESTINATION);
        NetworkOrder.put16(to, CHECKSUM, InternetChecksum.finish(InternetChecksum.sum(to, LENGTH)));
    }
}
