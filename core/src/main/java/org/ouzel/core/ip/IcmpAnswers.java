package org.ouzel.core.ip;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Ipv4Header;
import org.ouzel.core.wire.Ipv6Header;
import org.ouzel.core.wire.ParameterProblem;
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
    private static final int NO_NEXT_HEADER = 59;
    private static final long SECOND_NS = 1_000_000_000L;

    /** RFC 1812 §4.3.2.3: as much of the offending packet as an error of 576 bytes holds. */
    private static final int MAX_ERROR_V4 = 576;

    /** RFC 4443 §2.4 (c): as much as does not exceed the minimum IPv6 MTU. */
    private static final int MAX_ERROR_V6 = 1280;

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
     *
     * @param mtu what the interface carries that the packet came by
     */
    public Optional<IcmpMessage> unwanted(IpHeader header, MemorySegment packet, int mtu, long now) {
        // RFC 8200 §4.7: what stands behind "No Next Header" is ignored.
        if ((header instanceof Ipv6Header && header.protocol() == NO_NEXT_HEADER) || !admit(now)) {
            return Optional.empty();
        }
        boolean udp = header.protocol() == UDP;
        Payload quote = quote(packet, header, mtu);
        if (header instanceof Ipv6Header v6) {
            return Optional.of(
                    udp
                            ? new IcmpMessage(true, UNREACHABLE_V6, PORT_UNREACHABLE_V6, 0, quote)
                            : problem(
                                    new ParameterProblem(ParameterProblem.UNKNOWN_NEXT_HEADER, v6.protocolAt()),
                                    quote));
        }
        int code = udp ? PORT_UNREACHABLE_V4 : PROTOCOL_UNREACHABLE;
        return Optional.of(new IcmpMessage(false, UNREACHABLE_V4, code, 0, quote));
    }

    /**
     * The error that answers a packet for us with an extension header that is not accepted (RFC 8200 §4.2 and §4.4); empty if
     * nothing is to be said of it, or enough was.
     *
     * @param header the packet's, with a problem
     * @param mtu what the interface carries that the packet came by
     */
    public Optional<IcmpMessage> problem(Ipv6Header header, MemorySegment packet, int mtu, long now) {
        return header.problem()
                .filter(problem -> !isError(header, packet) && admit(now))
                .map(problem -> problem(problem, quote(packet, header, mtu)));
    }

    private static IcmpMessage problem(ParameterProblem problem, Payload quote) {
        return new IcmpMessage(true, PARAMETER_PROBLEM_V6, problem.code(), problem.pointer(), quote);
    }

    /** RFC 4443 §2.4 (e.1): no error answers an error; nor what is too short to tell. */
    private static boolean isError(Ipv6Header header, MemorySegment packet) {
        boolean icmp = header.protocol() == IcmpMessage.PROTOCOL_V6;
        return icmp
                && (header.headerLength() == header.totalLength()
                        || IcmpMessage.isError(
                                true, Byte.toUnsignedInt(packet.get(ValueLayout.JAVA_BYTE, header.headerLength()))));
    }

    private static Payload quote(MemorySegment packet, IpHeader header, int mtu) {
        boolean ipv6 = header instanceof Ipv6Header;
        int most = Math.min(mtu, ipv6 ? MAX_ERROR_V6 : MAX_ERROR_V4);
        int headers = (ipv6 ? Ipv6Header.LENGTH : Ipv4Header.LENGTH) + IcmpMessage.HEADER_LENGTH;
        return Payload.of(packet.asSlice(0, Math.min(header.totalLength(), most - headers)));
    }

    private boolean admit(long now) {
        if (now - since >= SECOND_NS) {
            since = now;
            sent = 0;
        }
        return sent++ < ERRORS_PER_SECOND;
    }
}
