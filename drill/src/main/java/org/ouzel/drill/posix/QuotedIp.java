package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv6Address;

/**
 * The beginning of a packet as an ICMP error quotes it. It has travelled, and is cut off: only what is needed is read.
 *
 * @param source who sent it
 * @param destination whom it was for
 * @param protocol what is in it
 * @param content as much of that as is there
 */
record QuotedIp(IpAddress source, IpAddress destination, int protocol, MemorySegment content) {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int WORD = 4;

    static Optional<QuotedIp> parse(MemorySegment quote) {
        if (quote.byteSize() < V4_HEADER) {
            return Optional.empty();
        }
        return switch (u8(quote, 0) >>> 4) {
            case 4 -> v4(quote);
            case 6 -> v6(quote);
            default -> Optional.empty();
        };
    }

    private static Optional<QuotedIp> v4(MemorySegment quote) {
        int header = (u8(quote, 0) & 0xf) * WORD;
        if (header < V4_HEADER || quote.byteSize() < header) {
            return Optional.empty();
        }
        return Optional.of(new QuotedIp(
                Ipv4Address.read(quote, 12), Ipv4Address.read(quote, 16), u8(quote, 9), quote.asSlice(header)));
    }

    private static Optional<QuotedIp> v6(MemorySegment quote) {
        if (quote.byteSize() < V6_HEADER) {
            return Optional.empty();
        }
        return Optional.of(new QuotedIp(
                Ipv6Address.read(quote, 8), Ipv6Address.read(quote, 24), u8(quote, 6), quote.asSlice(V6_HEADER)));
    }

    private static int u8(MemorySegment from, long at) {
        return Byte.toUnsignedInt(from.get(ValueLayout.JAVA_BYTE, at));
    }
}
