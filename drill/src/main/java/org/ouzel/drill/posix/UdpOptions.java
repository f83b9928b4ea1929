package org.ouzel.drill.posix;

import java.util.concurrent.TimeUnit;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.Ipv4Address;

/** What was chosen for one datagram socket. Times in nanoseconds, buffers in bytes of data. */
final class UdpOptions {
    private static final int MICROS = 1_000_000;
    private static final int BYTE = 0xff;
    private static final int LEAST_RECEIVE = 2304 / 2;
    private static final int LEAST_SEND = 4608 / 2;

    private final int usualHops;
    private final SystemSettings.Limits limits;

    boolean reuseAddress;
    boolean broadcast;
    int receiveBufferBytes;
    int sendBufferBytes;
    long receiveTimeoutNs = SocketOptions.FOR_EVER;
    long sendTimeoutNs = SocketOptions.FOR_EVER;
    int typeOfService;
    int hops;

    /** Of IPv4, and of IPv6: a socket of the latter has both. */
    int discovery;

    int discovery6 = Abi.IP_PMTUDISC_WANT;
    private boolean receivesErrors;
    private boolean receivesErrors6;
    boolean onlyIpv6;

    UdpOptions(SystemSettings system) {
        limits = system.limits();
        receiveBufferBytes = limits.datagrams().receiveBufferBytes();
        sendBufferBytes = limits.datagrams().sendBufferBytes();
        discovery = system.tcp().header().dontFragment() ? Abi.IP_PMTUDISC_WANT : Abi.IP_PMTUDISC_DONT;
        usualHops = system.tcp().header().timeToLive();
        hops = usualHops;
    }

    /** The header of a datagram to there. */
    IpFields fields(IpAddress remote) {
        return new IpFields(typeOfService, hops, discovery(remote) != Abi.IP_PMTUDISC_DONT, 0);
    }

    /** Whether a datagram to there that is too large is refused, and not cut. */
    boolean refusesLarge(IpAddress remote) {
        return discovery(remote) == Abi.IP_PMTUDISC_DO;
    }

    private int discovery(IpAddress remote) {
        return remote instanceof Ipv4Address ? discovery : discovery6;
    }

    /** Whether errors of datagrams to there are queued. */
    boolean receivesErrors(IpAddress remote) {
        return remote instanceof Ipv4Address ? receivesErrors : receivesErrors6;
    }

    // ---- setsockopt

    static void set(UdpSocket socket, Call.SetSockOpt call) throws Failure {
        UdpOptions options = socket.options();
        boolean time = call.value() instanceof OptionValue.Time;
        if (call.length() < (time ? 2 * Long.BYTES : Integer.BYTES)) {
            throw Failure.of(Errno.EINVAL);
        }
        switch (call.level()) {
            case Abi.SOL_SOCKET -> options.setOfSocket(call);
            case Abi.SOL_IP -> options.setOfIp(call);
            case Abi.SOL_IPV6 -> {
                requireV6(socket);
                if (call.name() == Abi.IPV6_V6ONLY && socket.isBound()) {
                    throw Failure.of(Errno.EINVAL);
                }
                options.setOfIpv6(call);
            }
            case Abi.SOL_TCP -> throw Failure.of(Errno.ENOPROTOOPT);
            default -> throw Failure.unsupported("level " + call.level() + " of a datagram socket's options");
        }
    }

    private static void requireV6(UdpSocket socket) throws Failure {
        if (socket.family() != Family.INET6) {
            throw Failure.of(Errno.ENOPROTOOPT);
        }
    }

    private void setOfSocket(Call.SetSockOpt call) throws Failure {
        switch (call.name()) {
            case Abi.SO_REUSEADDR -> reuseAddress = Option.number(call.value()) != 0;
            case Abi.SO_BROADCAST -> broadcast = Option.number(call.value()) != 0;
            case Abi.SO_RCVBUF -> receiveBufferBytes = buffer(call, limits.receiveBufferBytes(), LEAST_RECEIVE);
            case Abi.SO_SNDBUF -> sendBufferBytes = buffer(call, limits.sendBufferBytes(), LEAST_SEND);
            case Abi.SO_RCVTIMEO -> receiveTimeoutNs = SocketLevel.nanos(call.value());
            case Abi.SO_SNDTIMEO -> sendTimeoutNs = SocketLevel.nanos(call.value());
            case Abi.SO_TYPE, Abi.SO_PROTOCOL, Abi.SO_DOMAIN, Abi.SO_ERROR, Abi.SO_ACCEPTCONN ->
                throw Failure.of(Errno.ENOPROTOOPT);
            default -> throw unknown(call.level(), call.name());
        }
    }

    private static int buffer(Call.SetSockOpt call, int most, int least) throws Failure {
        long asked = Integer.toUnsignedLong(Option.number(call.value()));
        return (int) Math.max(Math.min(asked, most), least);
    }

    private void setOfIp(Call.SetSockOpt call) throws Failure {
        int value = Option.number(call.value());
        switch (call.name()) {
            case Abi.IP_TOS -> typeOfService = value & BYTE;
            case Abi.IP_TTL -> hops = value == -1 ? usualHops : Option.within(value, 1, BYTE);
            case Abi.IP_MTU_DISCOVER -> discovery = discovery(value);
            case Abi.IP_RECVERR -> receivesErrors = value != 0;
            default -> throw unknown(call.level(), call.name());
        }
    }

    private void setOfIpv6(Call.SetSockOpt call) throws Failure {
        int value = Option.number(call.value());
        switch (call.name()) {
            case Abi.IPV6_TCLASS -> typeOfService = value == -1 ? 0 : Option.within(value, 0, BYTE);
            case Abi.IPV6_UNICAST_HOPS -> hops = value == -1 ? usualHops : Option.within(value, 1, BYTE);
            case Abi.IPV6_MTU_DISCOVER -> discovery6 = discovery(value);
            case Abi.IPV6_RECVERR -> receivesErrors6 = value != 0;
            case Abi.IPV6_V6ONLY -> onlyIpv6 = value != 0;
            default -> throw unknown(call.level(), call.name());
        }
    }

    private static int discovery(int value) throws Failure {
        return switch (value) {
            case Abi.IP_PMTUDISC_DONT, Abi.IP_PMTUDISC_WANT, Abi.IP_PMTUDISC_DO -> value;
            default -> throw Failure.unsupported("path MTU discovery of kind " + value);
        };
    }

    private static Failure unknown(int level, int name) {
        return Failure.unsupported("option " + name + " of level " + level + " of a datagram socket");
    }

    // ---- getsockopt

    static OptionValue get(UdpSocket socket, Call.GetSockOpt call, long now) throws Failure {
        return switch (call.level()) {
            case Abi.SOL_SOCKET -> socket.options().ofSocket(socket, call);
            case Abi.SOL_IP -> numeric(socket.options().ofIp(socket, call, now));
            case Abi.SOL_IPV6 -> {
                requireV6(socket);
                yield numeric(socket.options().ofIpv6(socket, call, now));
            }
            case Abi.SOL_TCP -> throw Failure.of(Errno.ENOPROTOOPT);
            default -> throw Failure.unsupported("level " + call.level() + " of a datagram socket's options");
        };
    }

    private OptionValue ofSocket(UdpSocket socket, Call.GetSockOpt call) throws Failure {
        return switch (call.name()) {
            case Abi.SO_REUSEADDR -> numeric(Option.asNumber(reuseAddress));
            case Abi.SO_BROADCAST -> numeric(Option.asNumber(broadcast));
            // Linux tells the double of what was asked for.
            case Abi.SO_RCVBUF -> numeric(2L * receiveBufferBytes);
            case Abi.SO_SNDBUF -> numeric(2L * sendBufferBytes);
            case Abi.SO_RCVTIMEO -> time(receiveTimeoutNs);
            case Abi.SO_SNDTIMEO -> time(sendTimeoutNs);
            case Abi.SO_TYPE -> numeric(Abi.SOCK_DGRAM);
            case Abi.SO_PROTOCOL -> numeric(Abi.IPPROTO_UDP);
            case Abi.SO_DOMAIN -> numeric(socket.family().number());
            case Abi.SO_ACCEPTCONN -> numeric(0);
            case Abi.SO_ERROR -> numeric(socket.takeError().map(Errno::number).orElse(0));
            default -> throw unknown(call.level(), call.name());
        };
    }

    private long ofIp(UdpSocket socket, Call.GetSockOpt call, long now) throws Failure {
        return switch (call.name()) {
            case Abi.IP_TOS -> typeOfService;
            case Abi.IP_TTL -> hops;
            case Abi.IP_MTU_DISCOVER -> discovery;
            case Abi.IP_RECVERR -> Option.asNumber(receivesErrors);
            case Abi.IP_MTU -> socket.mtu(now);
            default -> throw unknown(call.level(), call.name());
        };
    }

    private long ofIpv6(UdpSocket socket, Call.GetSockOpt call, long now) throws Failure {
        return switch (call.name()) {
            case Abi.IPV6_TCLASS -> typeOfService;
            case Abi.IPV6_UNICAST_HOPS -> hops;
            case Abi.IPV6_MTU_DISCOVER -> discovery6;
            case Abi.IPV6_RECVERR -> Option.asNumber(receivesErrors6);
            case Abi.IPV6_V6ONLY -> Option.asNumber(onlyIpv6);
            case Abi.IPV6_MTU -> socket.mtu(now);
            default -> throw unknown(call.level(), call.name());
        };
    }

    private static OptionValue numeric(long value) {
        return new OptionValue.Numeric(value);
    }

    private static OptionValue time(long nanos) {
        long micros = nanos == SocketOptions.FOR_EVER ? 0 : TimeUnit.NANOSECONDS.toMicros(nanos);
        return new OptionValue.Time(micros / MICROS, micros % MICROS);
    }
}
