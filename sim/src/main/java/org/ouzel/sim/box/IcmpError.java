package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Ipv4Header;
import org.ouzel.core.wire.Ipv6Header;
import org.ouzel.core.wire.Payload;

/** The ICMP errors that a router sends, each in both versions (RFC 792, RFC 1191 §4, RFC 4443 §3). */
enum IcmpError {
    NO_ROUTE(3, 0, 1, 0),
    TOO_BIG(3, 4, 2, 0),
    TIME_EXCEEDED(11, 0, 3, 0);

    /** RFC 1812 §4.3.2.3: "as much of the original datagram as possible without [...] exceeding 576 bytes". */
    static final int MAX_LENGTH_V4 = 576;

    /** RFC 4443 §2.4 (c): "without making the error message packet exceed the minimum IPv6 MTU". */
    static final int MAX_LENGTH_V6 = 1280;

    /** RFC 1812 §4.3.2.5: errors "SHOULD have their IP Precedence field set to [...] 6 or 7". */
    private static final int INTERNETWORK_CONTROL = 0xc0;

    private static final IpFields FIELDS_V4 = new IpFields(INTERNETWORK_CONTROL, 64, true, 0);
    private static final int FIRST_INFORMATIONAL_V6 = 128;

    private final int typeV4;
    private final int codeV4;
    private final int typeV6;
    private final int codeV6;

    IcmpError(int typeV4, int codeV4, int typeV6, int codeV6) {
        this.typeV4 = typeV4;
        this.codeV4 = codeV4;
        this.typeV6 = typeV6;
        this.codeV6 = codeV6;
    }

    /** The packet that tells the sender of another. */
    MemorySegment about(Packet packet, IpAddress from, int mtu) {
        boolean ipv6 = packet.isIpv6();
        Payload quote = quote(packet);
        IcmpMessage message = ipv6
                ? new IcmpMessage(true, typeV6, codeV6, mtu, quote)
                : new IcmpMessage(false, typeV4, codeV4, mtu, quote);
        return Written.icmp(from, packet.source(), ipv6 ? Written.PLAIN : FIELDS_V4, message);
    }

    private static Payload quote(Packet packet) {
        int most = packet.isIpv6() ? MAX_LENGTH_V6 - Ipv6Header.LENGTH : MAX_LENGTH_V4 - Ipv4Header.LENGTH;
        int length = Math.min(packet.length(), most - IcmpMessage.HEADER_LENGTH);
        return Payload.of(packet.bytes().asSlice(0, length));
    }

    /** Whether an error about the packet may be sent at all (RFC 1812 §4.3.2.7, RFC 4443 §2.4 (e)). */
    static boolean mayBeAbout(Packet packet) {
        return packet.source().isUnicast()
                && packet.destination().isUnicast()
                && !packet.isLaterFragment()
                && !packet.header().map(header -> isError(packet, header)).orElse(true);
    }

    private static boolean isError(Packet packet, IpHeader header) {
        if (header.protocol() == IcmpMessage.PROTOCOL_V6 && packet.isIpv6()) {
            return header.headerLength() >= packet.length()
                    || packet.octet(header.headerLength()) < FIRST_INFORMATIONAL_V6;
        }
        if (header.protocol() == IcmpMessage.PROTOCOL_V4 && !packet.isIpv6()) {
            return header.headerLength() >= packet.length() || isErrorV4(packet.octet(header.headerLength()));
        }
        return false;
    }

    /** Unreachable, source quench, redirect, time exceeded, parameter problem (RFC 1122 §3.2.2). */
    static boolean isErrorV4(int type) {
        return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    }
}
