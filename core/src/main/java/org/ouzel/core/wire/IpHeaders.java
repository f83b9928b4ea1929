package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/** Reads or makes one header after the other, and lends each until the next: so no object is made for one. */
public final class IpHeaders {
    private final Ipv4Header v4 = new Ipv4Header();
    private final Ipv6Header v6 = new Ipv6Header();
    private final SeenAddresses seen = new SeenAddresses();
    private final IntFunction<Ipv4Address> seenV4 = seen::v4;

    /** Nothing has been read or made. */
    public IpHeaders() {}

    /**
     * Reads the header at the beginning of a packet.
     *
     * @throws MalformedPacket if no whole header is there, or what it says of itself cannot be
     */
    public IpHeader read(MemorySegment packet) throws MalformedPacket {
        return switch (version(packet)) {
            case 4 -> {
                v4.become(packet, seenV4);
                yield v4;
            }
            case 6 -> {
                Ipv6Header.require(packet);
                v6.become(packet, seen.v6(packet, Ipv6Header.SOURCE), seen.v6(packet, Ipv6Header.DESTINATION));
                yield v6;
            }
            default -> throw MalformedPacket.because(DropReason.BAD_IP_VERSION);
        };
    }

    /** Of which version a packet says to be. */
    static int version(MemorySegment packet) throws MalformedPacket {
        if (packet.byteSize() < 1) {
            throw MalformedPacket.because(DropReason.TRUNCATED);
        }
        return NetworkOrder.u8(packet, 0) >>> 4;
    }

    /** A header for a packet of ours that is no fragment. */
    public IpHeader of(IpAddress source, IpAddress destination, IpFields fields, int protocol, int payloadLength) {
        if (source instanceof Ipv4Address address) {
            v4.become(address, (Ipv4Address) destination, fields, protocol, payloadLength);
            return v4;
        }
        v6.become((Ipv6Address) source, (Ipv6Address) destination, fields, protocol, payloadLength);
        return v6;
    }
}
