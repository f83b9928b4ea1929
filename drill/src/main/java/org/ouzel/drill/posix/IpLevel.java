package org.ouzel.drill.posix;

import java.util.Map;
import org.ouzel.core.tcp.TcpSettings;

/** The options of {@code SOL_IP} and {@code SOL_IPV6}. */
final class IpLevel {
    private static final int BYTE = 0xff;
    private static final int ECN = 0x3;

    static final Map<Integer, Option> V4_OPTIONS = Map.of(
            Abi.IP_TOS, Option.number(of -> of.tcp.header().typeOfService(), IpLevel::setTypeOfService),
            Abi.IP_TTL, new Option(IpLevel::hops, (socket, value, now) -> setHops(socket, value, 1)),
            Abi.IP_MTU_DISCOVER, Option.number(IpLevel::discovery, IpLevel::setDiscovery),
            Abi.IP_RECVERR, receivesErrors(),
            Abi.IP_MTU, new Option(IpLevel::mtu, IpLevel::refuse));

    static final Map<Integer, Option> V6_OPTIONS = Map.of(
            Abi.IPV6_TCLASS,
            Option.number(of -> of.tcp.header().typeOfService(), IpLevel::setTrafficClass),
            Abi.IPV6_UNICAST_HOPS,
            new Option(IpLevel::hops, (socket, value, now) -> setHops(socket, value, 0)),
            Abi.IPV6_MTU_DISCOVER,
            Option.number(IpLevel::discovery, IpLevel::setDiscovery),
            Abi.IPV6_RECVERR,
            receivesErrors(),
            Abi.IPV6_MTU,
            new Option(IpLevel::mtu, IpLevel::setMtu),
            Abi.IPV6_V6ONLY,
            new Option(IpLevel::onlyIpv6, IpLevel::setOnlyIpv6));

    private IpLevel() {}

    // Linux: the two bits of ECN are TCP's own.
    private static void setTypeOfService(SocketOptions options, int value) {
        options.tcp = options.tcp.with(options.tcp.header().withTypeOfService(value & BYTE & ~ECN));
    }

    private static void setTrafficClass(SocketOptions options, int value) throws Failure {
        setTypeOfService(options, value == -1 ? 0 : Option.within(value, 0, BYTE));
    }

    private static OptionValue hops(TcpSocket socket, long now) {
        return new OptionValue.Numeric(socket.options().tcp.header().timeToLive());
    }

    private static void setHops(TcpSocket socket, OptionValue value, int least) throws Failure {
        int asked = Option.number(value);
        int usual = socket.machine().settings().get().tcp().header().timeToLive();
        int hops = asked == -1 ? usual : Option.within(asked, least, BYTE);
        if (hops == 0) {
            throw Failure.unsupported("a hop limit of zero");
        }
        TcpSettings before = socket.options().tcp;
        socket.options().tcp = before.with(before.header().withTimeToLive(hops));
    }

    private static long discovery(SocketOptions options) {
        return options.pathMtuDiscovery;
    }

    private static void setDiscovery(SocketOptions options, int value) throws Failure {
        boolean discovers =
                switch (value) {
                    case Abi.IP_PMTUDISC_DONT -> false;
                    case Abi.IP_PMTUDISC_WANT, Abi.IP_PMTUDISC_DO -> true;
                    case Abi.IP_PMTUDISC_PROBE, Abi.IP_PMTUDISC_INTERFACE, Abi.IP_PMTUDISC_OMIT ->
                        throw Failure.unsupported("path MTU discovery of kind " + value);
                    default -> throw Failure.of(Errno.EINVAL);
                };
        options.pathMtuDiscovery = value;
        options.tcp = options.tcp.with(options.tcp.header().withDontFragment(discovers));
    }

    private static Option receivesErrors() {
        return Option.flag(of -> Option.asNumber(of.receivesErrors), (of, on) -> of.receivesErrors = on);
    }

    private static OptionValue mtu(TcpSocket socket, long now) throws Failure {
        if (socket.role() instanceof Stream stream) {
            return new OptionValue.Numeric(stream.tcb().status(now).windows().pathMtu());
        }
        throw Failure.of(Errno.ENOTCONN);
    }

    private static void refuse(TcpSocket socket, OptionValue value, long now) throws Failure {
        throw Failure.of(Errno.ENOPROTOOPT);
    }

    private static void setMtu(TcpSocket socket, OptionValue value, long now) throws Failure {
        throw Failure.unsupported("an MTU of one's own: TCP_MAXSEG bounds segments");
    }

    private static OptionValue onlyIpv6(TcpSocket socket, long now) {
        return new OptionValue.Numeric(Option.asNumber(socket.options().onlyIpv6));
    }

    private static void setOnlyIpv6(TcpSocket socket, OptionValue value, long now) throws Failure {
        if (socket.isBound()) {
            throw Failure.of(Errno.EINVAL);
        }
        socket.options().onlyIpv6 = Option.number(value) != 0;
    }
}
