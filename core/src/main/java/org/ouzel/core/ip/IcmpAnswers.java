package org.ouzel.core.ip;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Ipv6Header;
import org.ouzel.core.wire.Payload;

/** What a host says by ICMP: echoes, and errors about packets that it has no use for, so many a second at the most. */
public final class IcmpAnswers {
    /** The most errors a second (RFC 1812 §4.3.2.8, RFC 4443 §2.4 (f)). */
    public static final int ERRORS_PER_SECOND = 1000;

    private static final int UDP = 17;
    private static final int ECHO_REPLY_V4 = 0;
    private static final int ECHO_REPLY_V6 = 129;
    private static final int UNREACHABLE_V4 = 3;
    private static final int PROTOCOL_UNREACHABLE = 2;
    private static final int PORT_UNREACHABLE_V4 = 3;
    private static final int UNREACHABLE_V6 = 1;
    private static final int PORT_UNREACHABLE_V6 = 4;
    private static final int PARAMETER_PROBLEM_V6 = 4;
    private static final int UNKNOWN_NEXT_HEADER = 1;
    private static final int NO_NEXT_HEADER = 59;
    private static final long SECOND_NS = 1_000_000_000L;

    /** RFC 1812 §4.3.2.3: as much of the offending packet as an error of 576 bytes holds. */
    private static final int MAX_QUOTE_V4 = 576 - 20 - IcmpMessage.HEADER_LENGTH;

    /** RFC 4443 §2.4 (c): as much as does not exceed the minimum IPv6 MTU. */
    private static final int MAX_QUOTE_V6 = 1280 - Ipv6Header.LENGTH - IcmpMessage.HEADER_LENGTH;

    private long since;
    private int sent;

    /** The answer to an echo request (RFC 1122 §3.2.2.6, RFC 4443 §4.2). */
    public static IcmpMessage echo(IcmpMessage request) {
        int type = request.ipv6() ? ECHO_REPLY_V6 : ECHO_REPLY_V4;
        return new IcmpMessage(request.ipv6(), type, 0, request.rest(), request.body());
    }

    /**
     * The error that answers a packet for us whose protocol nobody here speaks, or whose port is nobody's (RFC 1122 §3.2.2.1,
     * RFC 4443 §3.1 and §3.4); empty if enough was said.
     */
    public Optional<IcmpMessage> unwanted(IpHeader header, MemorySegment packet, long now) {
        // RFC 8200 §4.7: what stands behind "no next header" is ignored.
        if ((header instanceof Ipv6Header && header.protocol() == NO_NEXT_HEADER) || !admit(now)) {
            return Optional.empty();
        }
        boolean udp = header.protocol() == UDP;
        if (header instanceof Ipv6Header v6) {
            Payload quote = quote(packet, header, MAX_QUOTE_V6);
            return Optional.of(
                    udp
                            ? new IcmpMessage(true, UNREACHABLE_V6, PORT_UNREACHABLE_V6, 0, quote)
                            : new IcmpMessage(true, PARAMETER_PROBLEM_V6, UNKNOWN_NEXT_HEADER, v6.protocolAt(), quote));
        }
        int code = udp ? PORT_UNREACHABLE_V4 : PROTOCOL_UNREACHABLE;
        return Optional.of(new IcmpMessage(false, UNREACHABLE_V4, code, 0, quote(packet, header, MAX_QUOTE_V4)));
    }

    private static Payload quote(MemorySegment packet, IpHeader header, int most) {
        return Payload.of(packet.asSlice(0, Math.min(header.totalLength(), most)));
    }

    private boolean admit(long now) {
        if (now - since >= SECOND_NS) {
            since = now;
            sent = 0;
        }
        return sent++ < ERRORS_PER_SECOND;
    }
}
