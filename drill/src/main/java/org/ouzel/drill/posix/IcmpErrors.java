package org.ouzel.drill.posix;

import java.util.Optional;
import org.ouzel.core.tcp.Ending.IcmpReport;

/** What ICMP errors are to sockets: Linux's tables. */
final class IcmpErrors {
    private static final int UNREACHABLE_V4 = 3;
    private static final int TIME_EXCEEDED_V4 = 11;
    private static final int PARAMETER_PROBLEM_V4 = 12;
    private static final int UNREACHABLE_V6 = 1;
    private static final int TIME_EXCEEDED_V6 = 3;
    private static final int PARAMETER_PROBLEM_V6 = 4;
    private static final int TOO_BIG_CODE_V4 = 4;
    private static final int TOO_BIG_V6 = 2;
    private static final int FIRST_INFORMATIONAL_V6 = 128;
    private static final int IPV4 = 4;

    private IcmpErrors() {}

    /** Whether a message tells of an error, and quotes the packet that has met with it. */
    static boolean isError(boolean ipv6, int type) {
        return ipv6
                ? type < FIRST_INFORMATIONAL_V6
                : type == UNREACHABLE_V4 || type == TIME_EXCEEDED_V4 || type == PARAMETER_PROBLEM_V4;
    }

    /** Whether a packet was larger than the way carries. */
    static boolean isTooBig(IcmpReport report) {
        return report.version() == IPV4
                ? report.type() == UNREACHABLE_V4 && report.code() == TOO_BIG_CODE_V4
                : report.type() == TOO_BIG_V6;
    }

    /** Whether Linux takes it to heart: a socket that is connected is told, asked for or not. */
    static boolean isHard(IcmpReport report) {
        return report.version() == IPV4
                ? switch (report.type()) {
                    case UNREACHABLE_V4 ->
                        switch (report.code()) {
                            case 0, 1, 4, 5, 11, 12 -> false;
                            default -> true;
                        };
                    case PARAMETER_PROBLEM_V4 -> true;
                    default -> false;
                }
                : switch (report.type()) {
                    case UNREACHABLE_V6 ->
                        switch (report.code()) {
                            case 0, 2, 3 -> false;
                            default -> true;
                        };
                    case PARAMETER_PROBLEM_V6 -> true;
                    default -> false;
                };
    }

    /** The error; empty for what is none to a connection, such as a packet that was too big. */
    static Optional<Errno> errno(IcmpReport report) {
        return report.version() == IPV4 ? ofV4(report.type(), report.code()) : ofV6(report.type(), report.code());
    }

    private static Optional<Errno> ofV4(int type, int code) {
        return switch (type) {
            case UNREACHABLE_V4 -> unreachableV4(code);
            case TIME_EXCEEDED_V4 -> Optional.of(Errno.EHOSTUNREACH);
            case PARAMETER_PROBLEM_V4 -> Optional.of(Errno.EPROTO);
            default -> Optional.empty();
        };
    }

    private static Optional<Errno> unreachableV4(int code) {
        return switch (code) {
            case 0, 6, 9, 11 -> Optional.of(Errno.ENETUNREACH);
            case 1, 10, 12, 13, 14, 15 -> Optional.of(Errno.EHOSTUNREACH);
            case 2 -> Optional.of(Errno.ENOPROTOOPT);
            case 3 -> Optional.of(Errno.ECONNREFUSED);
            case 5 -> Optional.of(Errno.EOPNOTSUPP);
            case 7 -> Optional.of(Errno.EHOSTDOWN);
            default -> Optional.empty();
        };
    }

    private static Optional<Errno> ofV6(int type, int code) {
        return switch (type) {
            case UNREACHABLE_V6 -> unreachableV6(code);
            case TIME_EXCEEDED_V6 -> Optional.of(Errno.EHOSTUNREACH);
            case PARAMETER_PROBLEM_V6 -> Optional.of(Errno.EPROTO);
            default -> Optional.empty();
        };
    }

    private static Optional<Errno> unreachableV6(int code) {
        return switch (code) {
            case 0 -> Optional.of(Errno.ENETUNREACH);
            case 1, 5, 6 -> Optional.of(Errno.EACCES);
            case 2, 3 -> Optional.of(Errno.EHOSTUNREACH);
            case 4 -> Optional.of(Errno.ECONNREFUSED);
            default -> Optional.empty();
        };
    }
}
