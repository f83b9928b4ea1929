package org.ouzel.drill.posix;

import java.util.Map;

/** {@code setsockopt} and {@code getsockopt}: what is at which level under which number. */
final class Options {
    private static final int INT = 4;
    private static final int STRUCT_LINGER = 8;
    private static final int STRUCT_TIMEVAL = 16;

    private Options() {}

    private static Option find(TcpSocket socket, int level, int name) throws Failure {
        Map<Integer, Option> options =
                switch (level) {
                    case Abi.SOL_SOCKET -> SocketLevel.OPTIONS;
                    case Abi.SOL_TCP -> TcpLevel.OPTIONS;
                    case Abi.SOL_IP -> IpLevel.V4_OPTIONS;
                    case Abi.SOL_IPV6 -> ipv6(socket);
                    default -> throw Failure.unsupported("level " + level + " of socket options");
                };
        Option option = options.get(name);
        if (option == null) {
            throw Failure.unsupported("socket option " + name + " of level " + level);
        }
        return option;
    }

    private static Map<Integer, Option> ipv6(TcpSocket socket) throws Failure {
        if (socket.family() != Family.INET6) {
            throw Failure.of(Errno.ENOPROTOOPT);
        }
        return IpLevel.V6_OPTIONS;
    }

    static Answer set(TcpSocket socket, Call.SetSockOpt call, long now) throws Failure {
        Option option = find(socket, call.level(), call.name());
        if (call.length() < least(call.value())) {
            throw Failure.of(Errno.EINVAL);
        }
        option.setter().set(socket, call.value(), now);
        socket.apply(now);
        return Answer.Result.of(0);
    }

    private static int least(OptionValue value) {
        return switch (value) {
            case OptionValue.Numeric number -> INT;
            case OptionValue.Text text -> 1;
            case OptionValue.Linger linger -> STRUCT_LINGER;
            case OptionValue.Time time -> STRUCT_TIMEVAL;
            case OptionValue.Fields fields -> 0;
        };
    }

    static Answer get(TcpSocket socket, Call.GetSockOpt call, long now) throws Failure {
        Option option = find(socket, call.level(), call.name());
        if (call.length() < 0) {
            throw Failure.of(Errno.EINVAL);
        }
        return Answer.Result.of(0, new Output.Option(option.getter().get(socket, now)));
    }
}
