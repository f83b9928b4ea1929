package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import org.ouzel.core.wire.InternetChecksum;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;

/**
 * A datagram of UDP (RFC 768).
 *
 * @param sourcePort the port that it comes from
 * @param destinationPort the port that it goes to
 * @param data what is in it
 */
record UdpDatagram(int sourcePort, int destinationPort, MemorySegment data) {
    /** Its protocol number. */
    static final int PROTOCOL = 17;

    /** How long its header is. */
    static final int HEADER = 8;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int SOURCE = 0;
    private static final int DESTINATION = 2;
    private static final int LENGTH = 4;
    private static final int CHECKSUM = 6;

    /** A computed checksum of zero is sent as this, since zero means that there is none (RFC 768). */
    private static final int ALL_ONES = 0xffff;

    /** Reads one; empty if it is cut off, or its checksum does not hold. */
    static Optional<UdpDatagram> parse(MemorySegment body, IpAddress source, IpAddress destination) {
        if (body.byteSize() < HEADER) {
            return Optional.empty();
        }
        int length = u16(body, LENGTH);
        if (length < HEADER || length > body.byteSize()) {
            return Optional.empty();
        }
        MemorySegment whole = body.asSlice(0, length);
        // RFC 1122 §4.1.3.4: a datagram with a checksum that is not zero and does not hold is silently discarded. RFC
        // 8200 §8.1: over IPv6 one without a checksum is, too.
        boolean unsummed = u16(body, CHECKSUM) == 0;
        boolean holds = unsummed ? source instanceof Ipv4Address : checksum(whole, source, destination) == 0;
        MemorySegment data = MemorySegment.ofArray(whole.asSlice(HEADER).toArray(ValueLayout.JAVA_BYTE));
        return holds ? Optional.of(new UdpDatagram(u16(body, SOURCE), u16(body, DESTINATION), data)) : Optional.empty();
    }

    /** The beginning of one, as an ICMP error quotes it: the ports, and as much of the data as is there. */
    static Optional<UdpDatagram> quoted(MemorySegment body) {
        return body.byteSize() < HEADER
                ? Optional.empty()
                : Optional.of(new UdpDatagram(
                        u16(body, SOURCE),
                        u16(body, DESTINATION),
                        MemorySegment.ofArray(body.asSlice(HEADER).toArray(ValueLayout.JAVA_BYTE))));
    }

    /** The header of a datagram that goes from one address to the other. */
    MemorySegment header(IpAddress source, IpAddress destination) {
        MemorySegment whole = MemorySegment.ofArray(new byte[Math.toIntExact(HEADER + data.byteSize())]);
        put16(whole, SOURCE, sourcePort);
        put16(whole, DESTINATION, destinationPort);
        put16(whole, LENGTH, (int) whole.byteSize());
        whole.asSlice(HEADER).copyFrom(data);
        int checksum = checksum(whole, source, destination);
        put16(whole, CHECKSUM, checksum == 0 ? ALL_ONES : checksum);
        return whole.asSlice(0, HEADER);
    }

    private static int checksum(MemorySegment whole, IpAddress source, IpAddress destination) {
        long pseudo = InternetChecksum.pseudoHeader(source, destination, PROTOCOL, (int) whole.byteSize());
        return InternetChecksum.finish(pseudo + InternetChecksum.sum(whole));
    }

    private static int u16(MemorySegment from, long at) {
        return Short.toUnsignedInt(from.get(SHORT, at));
    }

    private static void put16(MemorySegment to, long at, int value) {
        to.set(SHORT, at, (short) value);
    }
}
