package org.ouzel.core.ip;

import org.ouzel.core.wire.IcmpMessage;

/** What an ICMP message that has come means to a host. */
public enum IcmpMeaning {
    /** It asks for an answer. */
    ECHO_REQUEST,
    /** A packet of ours was larger than the next link carries (RFC 1191, RFC 8201). */
    TOO_BIG,
    /** A destination cannot be reached, and nothing says that this may pass. */
    UNREACHABLE,
    /** An error that may pass (RFC 9293 §3.9.2.2): no way to there for now, the time exceeded, a header not understood. */
    SOFT_ERROR,
    /**
     * Nothing: source quench is deprecated (RFC 6633), redirects are not believed, replies were not asked for, and no link of
     * IPv6 carries less than 1280 bytes.
     */
    NONE;

    private static final int ECHO_REQUEST_V4 = 8;
    private static final int ECHO_REQUEST_V6 = 128;
    private static final int UNREACHABLE_V4 = 3;
    private static final int NETWORK = 0;
    private static final int HOST = 1;
    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int SOURCE_ROUTE_FAILED = 5;
    private static final int TIME_EXCEEDED_V4 = 11;
    private static final int PARAMETER_PROBLEM_V4 = 12;
    private static final int UNREACHABLE_V6 = 1;
    private static final int NO_ROUTE_V6 = 0;
    private static final int ADDRESS_V6 = 3;
    private static final int TOO_BIG_V6 = 2;
    private static final int MIN_MTU_V6 = 1280;
    private static final int TIME_EXCEEDED_V6 = 3;
    private static final int PARAMETER_PROBLEM_V6 = 4;

    /** The meaning of a message. */
    public static IcmpMeaning of(IcmpMessage message) {
        if (isBelowMinimum(message)) {
            return NONE;
        }
        return message.ipv6() ? ofV6(message.type(), message.code()) : ofV4(message.type(), message.code());
    }

    // RFC 8201 §4: "If a node receives a Packet Too Big message reporting a next-hop MTU that is less than the IPv6
    // minimum link MTU, it must discard it."
    private static boolean isBelowMinimum(IcmpMessage message) {
        return message.ipv6() && message.type() == TOO_BIG_V6 && extra(message) < MIN_MTU_V6;
    }

    private static IcmpMeaning ofV4(int type, int code) {
        return switch (type) {
            case ECHO_REQUEST_V4 -> ECHO_REQUEST;
            case UNREACHABLE_V4 -> unreachableV4(code);
            case TIME_EXCEEDED_V4, PARAMETER_PROBLEM_V4 -> SOFT_ERROR;
            default -> NONE;
        };
    }

    // RFC 9293 §3.9.2.2: codes 0, 1 and 5 over IPv4, 0 and 3 over IPv6, "indicate soft error conditions".
    private static IcmpMeaning unreachableV4(int code) {
        return switch (code) {
            case NETWORK, HOST, SOURCE_ROUTE_FAILED -> SOFT_ERROR;
            case FRAGMENTATION_NEEDED -> TOO_BIG;
            default -> UNREACHABLE;
        };
    }

    private static IcmpMeaning ofV6(int type, int code) {
        return switch (type) {
            case ECHO_REQUEST_V6 -> ECHO_REQUEST;
            case UNREACHABLE_V6 -> code == NO_ROUTE_V6 || code == ADDRESS_V6 ? SOFT_ERROR : UNREACHABLE;
            case TOO_BIG_V6 -> TOO_BIG;
            case TIME_EXCEEDED_V6, PARAMETER_PROBLEM_V6 -> SOFT_ERROR;
            default -> NONE;
        };
    }

    /** MTU or pointer: what the second word of an error adds. */
    public static long extra(IcmpMessage message) {
        return message.ipv6() ? message.rest() & 0xffff_ffffL : message.rest() & 0xffff;
    }
}
