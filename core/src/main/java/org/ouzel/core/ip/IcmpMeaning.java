package org.ouzel.core.ip;

import org.ouzel.core.wire.IcmpMessage;

/** What an ICMP message that has come means to a host. */
public enum IcmpMeaning {
    /** It asks for an answer. */
    ECHO_REQUEST,
    /** A packet of ours was larger than the next link carries (RFC 1191, RFC 8201). */
    TOO_BIG,
    /** A destination cannot be reached. */
    UNREACHABLE,
    /** Another error: the time was exceeded, or a header was not understood. */
    OTHER_ERROR,
    /** Nothing: source quench is deprecated (RFC 6633), redirects are not believed, and replies were not asked for. */
    NONE;

    private static final int ECHO_REQUEST_V4 = 8;
    private static final int ECHO_REQUEST_V6 = 128;
    private static final int UNREACHABLE_V4 = 3;
    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int TIME_EXCEEDED_V4 = 11;
    private static final int PARAMETER_PROBLEM_V4 = 12;
    private static final int UNREACHABLE_V6 = 1;
    private static final int TOO_BIG_V6 = 2;
    private static final int TIME_EXCEEDED_V6 = 3;
    private static final int PARAMETER_PROBLEM_V6 = 4;

    /** The meaning of a message. */
    public static IcmpMeaning of(IcmpMessage message) {
        return message.ipv6() ? ofV6(message.type()) : ofV4(message.type(), message.code());
    }

    private static IcmpMeaning ofV4(int type, int code) {
        return switch (type) {
            case ECHO_REQUEST_V4 -> ECHO_REQUEST;
            case UNREACHABLE_V4 -> code == FRAGMENTATION_NEEDED ? TOO_BIG : UNREACHABLE;
            case TIME_EXCEEDED_V4, PARAMETER_PROBLEM_V4 -> OTHER_ERROR;
            default -> NONE;
        };
    }

    private static IcmpMeaning ofV6(int type) {
        return switch (type) {
            case ECHO_REQUEST_V6 -> ECHO_REQUEST;
            case UNREACHABLE_V6 -> UNREACHABLE;
            case TOO_BIG_V6 -> TOO_BIG;
            case TIME_EXCEEDED_V6, PARAMETER_PROBLEM_V6 -> OTHER_ERROR;
            default -> NONE;
        };
    }

    /** MTU or pointer: what the second word of an error adds. */
    public static long extra(IcmpMessage message) {
        return message.ipv6() ? message.rest() & 0xffff_ffffL : message.rest() & 0xffff;
    }
}
