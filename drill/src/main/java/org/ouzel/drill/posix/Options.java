package org.ouzel.drill.posix;

import java.util.Map;

/** {@code setsockopt} and {@code getsockopt}: what is at which level under which number. */
final class Options {
    private static final int BYTE = 0xff;
    private static final int INT = 4;
    private static final int STRUCT_LINGER = 8;
    private static final int STRUCT_TIMEVAL = 16;

    private Options() {}

    private static Option find(TcpSocket socket, int level, int name, Errno noLevel) throws Failure {
        if (level == Abi.SOL_IPV6 && socket.family() != Family.INET6) {
            throw Failure.of(noLevel);
        }
        Map<Integer, Option> options =
                switch (level) {
                    case Abi.SOL_SOCKET -> SocketLevel.OPTIONS;
                    case Abi.SOL_TCP -> TcpLevel.OPTIONS;
                    case Abi.SOL_IP -> IpLevel.V4_OPTIONS;
                    case Abi.SOL_IPV6 -> IpLevel.V6_OPTIONS;
                    default -> throw Failure.of(noLevel);
                };
        Option option = options.get(name);
        if (option == null) {
            throw Failure.unsupported("socket option " + name + " of level " + level);
        }
        return option;
    }

    static Answer set(TcpSocket socket, Call.SetSockOpt call, long now) throws Failure {
        Option option = find(socket, call.level(), call.name(), Errno.ENOPROTOOPT);
        option.setter().set(socket, given(call), now);
        socket.apply(now);
        return Answer.Result.of(0);
    }

    /** What is read of the memory that holds the value. */
    private static OptionValue given(Call.SetSockOpt call) throws Failure {
        boolean isWhole = call.length() >= least(call.value());
        // Linux: the options of IPv4 may be bytes, and where there is nothing they are zero.
        if (!isWhole && call.level() == Abi.SOL_IP && call.length() >= 0) {
            return new OptionValue.Numeric(call.length() == 0 ? 0 : Option.number(call.value()) & BYTE);
        }
        if (!isWhole) {
            throw Failure.of(Errno.EINVAL);
        }
        return call.value();
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
        Errno noLevel = socket.family() == Family.INET ? Errno.EOPNOTSUPP : Errno.ENOPROTOOPT;
        Option option = find(socket, call.level(), call.name(), noLevel);
        if (call.length() < 0) {
            throw Failure.of(Errno.EINVAL);
        }
        return Answer.Result.of(0, new Output.Option(option.getter().get(socket, now)));
    }
}
