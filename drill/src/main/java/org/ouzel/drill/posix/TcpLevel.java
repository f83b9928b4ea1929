package org.ouzel.drill.posix;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ouzel.core.tcp.TcbInsight;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.tcp.TcpTuning;
import org.ouzel.core.tcp.TcpTuning.Acknowledging;
import org.ouzel.core.tcp.congestion.NewReno;

/** The options of {@code SOL_TCP}. */
final class TcpLevel {
    private static final int DEFAULT_MSS = 536;
    private static final int TIMESTAMPS = 12;
    private static final int LEAST_MSS = 88;
    private static final int MOST_MSS = 32_767;
    private static final int MOST_KEEP_ALIVE_SECONDS = 32_767;
    private static final int MOST_PROBES = 127;
    private static final int DEFAULT_SYNS = 6;
    private static final int MOST_FIN_WAIT_2_SECONDS = 120;
    private static final int LEAST_WINDOW_CLAMP = 1152;
    private static final int MOST_PORT = 0xffff;
    private static final String RENO = "reno";

    static final Map<Integer, Option> OPTIONS = Map.ofEntries(
            Map.entry(
                    Abi.TCP_NODELAY,
                    Option.flag(
                            of -> Option.asNumber(!of.tcp.output().nagle()),
                            (of, on) -> of.tcp = of.tcp.with(of.tcp.output().withNagle(!on)))),
            Map.entry(Abi.TCP_CORK, Option.flag(of -> Option.asNumber(of.corked), (of, on) -> of.corked = on)),
            Map.entry(Abi.TCP_MAXSEG, new Option(TcpLevel::mss, TcpLevel::setMss)),
            Map.entry(
                    Abi.TCP_KEEPIDLE,
                    Option.number(
                            of -> seconds(of.keepAliveIdleNs), (of, value) -> of.keepAliveIdleNs = keepAliveNs(value))),
            Map.entry(Abi.TCP_KEEPINTVL, new Option(TcpLevel::interval, TcpLevel::setInterval)),
            Map.entry(Abi.TCP_KEEPCNT, new Option(TcpLevel::probes, TcpLevel::setProbes)),
            Map.entry(Abi.TCP_SYNCNT, Option.number(TcpLevel::syns, TcpLevel::setSyns)),
            Map.entry(Abi.TCP_LINGER2, new Option(TcpLevel::finWait2, TcpLevel::setFinWait2)),
            Map.entry(Abi.TCP_DEFER_ACCEPT, Option.number(of -> 0, TcpLevel::setDeferAccept)),
            Map.entry(Abi.TCP_WINDOW_CLAMP, new Option(TcpLevel::windowClamp, TcpLevel::setWindowClamp)),
            Map.entry(
                    Abi.TCP_INFO,
                    new Option(
                            (socket, now) -> new OptionValue.Fields(TcpInfoFields.of(socket, now)), TcpLevel::refuse)),
            Map.entry(Abi.TCP_QUICKACK, new Option(TcpLevel::quickAck, TcpLevel::setQuickAck)),
            Map.entry(Abi.TCP_CONGESTION, new Option(TcpLevel::congestion, TcpLevel::setCongestion)),
            Map.entry(
                    Abi.TCP_USER_TIMEOUT,
                    Option.number(
                            of -> TimeUnit.NANOSECONDS.toMillis(
                                    of.tcp.userTimeout().afterNs()),
                            TcpLevel::setUserTimeout)),
            Map.entry(
                    Abi.TCP_REMOTE_UDP_ENCAPS_PORT,
                    new Option(
                            (socket, now) -> new OptionValue.Numeric(socket.options().remoteUdpPort),
                            TcpLevel::setRemoteUdpPort)),
            Map.entry(Abi.TCP_NOTSENT_LOWAT, Option.number(TcpLevel::unsentLowWater, TcpLevel::setUnsentLowWater)),
            Map.entry(Abi.TCP_FASTOPEN, new Option(FastOpenOptions::pending, FastOpenOptions::setPending)),
            Map.entry(Abi.TCP_FASTOPEN_CONNECT, new Option(FastOpenOptions::connect, FastOpenOptions::setConnect)),
            Map.entry(Abi.TCP_FASTOPEN_NO_COOKIE, new Option(FastOpenOptions::noCookie, FastOpenOptions::setNoCookie)),
            Map.entry(Abi.TCP_FASTOPEN_KEY, new Option(FastOpenOptions::key, FastOpenOptions::setKey)),
            Map.entry(
                    Abi.TCP_INQ,
                    Option.number(
                            of -> Option.asNumber(of.tellsUnread),
                            (of, value) -> of.tellsUnread = Option.within(value, 0, 1) != 0)));

    private TcpLevel() {}

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    private static void refuse(TcpSocket socket, OptionValue value, long now) throws Failure {
        throw Failure.of(Errno.ENOPROTOOPT);
    }

    private static OptionValue mss(TcpSocket socket, long now) {
        TcpTuning.Offers offers = socket.options().tuning().offers();
        int before = offers.mss() > 0 ? offers.mss() : DEFAULT_MSS;
        if (!(socket.role() instanceof Stream stream)) {
            return new OptionValue.Numeric(before);
        }
        // Linux: until the peer has spoken, what is left of the least once there are timestamps.
        return new OptionValue.Numeric(
                stream.isConnecting()
                        ? before - (offers.timestamps() ? TIMESTAMPS : 0)
                        : stream.tcb().status(now).windows().effectiveSendMss());
    }

    private static void setMss(TcpSocket socket, OptionValue value, long now) throws Failure {
        int bytes = Option.number(value);
        int chosen = bytes == 0 ? 0 : Option.within(bytes, LEAST_MSS, MOST_MSS);
        // Linux: a connection that has begun keeps the size it has.
        if (!(socket.role() instanceof Stream)) {
            socket.options().tune(socket.options().tuning().offers().withMss(chosen));
        }
    }

    // ---- Keep-alive

    private static long keepAliveNs(int seconds) throws Failure {
        return TimeUnit.SECONDS.toNanos(Option.within(seconds, 1, MOST_KEEP_ALIVE_SECONDS));
    }

    private static TcpParameters parameters(TcpSocket socket) {
        return socket.machine().settings().get().environment().parameters();
    }

    private static OptionValue interval(TcpSocket socket, long now) {
        long chosen = socket.options().tuning().retries().keepAliveIntervalNs();
        return new OptionValue.Numeric(
                seconds(chosen > 0 ? chosen : parameters(socket).keepAliveIntervalNs()));
    }

    private static void setInterval(TcpSocket socket, OptionValue value, long now) throws Failure {
        TcpTuning.Retries retries = socket.options().tuning().retries();
        socket.options().tune(retries.withKeepAliveInterval(keepAliveNs(Option.number(value))));
    }

    private static OptionValue probes(TcpSocket socket, long now) {
        int chosen = socket.options().tuning().retries().keepAliveProbes();
        return new OptionValue.Numeric(chosen > 0 ? chosen : parameters(socket).keepAliveProbes());
    }

    private static void setProbes(TcpSocket socket, OptionValue value, long now) throws Failure {
        int count = Option.within(Option.number(value), 1, MOST_PROBES);
        socket.options().tune(socket.options().tuning().retries().withKeepAliveProbes(count));
    }

    // ---- How long it tries

    private static long syns(SocketOptions options) {
        int chosen = options.tuning().retries().syn();
        return chosen > 0 ? chosen : DEFAULT_SYNS;
    }

    private static void setSyns(SocketOptions options, int count) throws Failure {
        options.tune(options.tuning().retries().withHandshakes(Option.within(count, 1, MOST_PROBES)));
    }

    private static OptionValue finWait2(TcpSocket socket, long now) {
        return new OptionValue.Numeric(seconds(socket.options().tcp.times().finWait2Ns()));
    }

    // Linux: zero is the system's own time.
    private static void setFinWait2(TcpSocket socket, OptionValue value, long now) throws Failure {
        int seconds = Option.number(value);
        if (seconds < 0) {
            throw Failure.unsupported("TCP_LINGER2 without a time");
        }
        long usual = socket.machine().settings().get().tcp().times().finWait2Ns();
        long nanos = seconds == 0 ? usual : TimeUnit.SECONDS.toNanos(Math.min(seconds, MOST_FIN_WAIT_2_SECONDS));
        TcpSettings before = socket.options().tcp;
        socket.options().tcp = before.with(before.times().withFinWait2(nanos));
    }

    private static void setUserTimeout(SocketOptions options, int millis) throws Failure {
        long nanos = TimeUnit.MILLISECONDS.toNanos(Option.within(millis, 0, Integer.MAX_VALUE));
        options.tcp = options.tcp.with(new TcpSettings.UserTimeout(nanos, false));
    }

    private static void setDeferAccept(SocketOptions options, int seconds) throws Failure {
        if (seconds > 0) {
            throw Failure.unsupported("TCP_DEFER_ACCEPT: a handshake ends with the acknowledgment");
        }
    }

    // ---- How it sends

    private static OptionValue windowClamp(TcpSocket socket, long now) {
        return new OptionValue.Numeric(socket.options().tuning().flow().windowClampBytes());
    }

    private static void setWindowClamp(TcpSocket socket, OptionValue value, long now) throws Failure {
        int bytes = Option.number(value);
        if (bytes == 0 && !socket.isClosed()) {
            throw Failure.of(Errno.EINVAL);
        }
        int clamp = bytes == 0 ? 0 : Math.max(bytes, LEAST_WINDOW_CLAMP);
        socket.options().tune(socket.options().tuning().flow().withWindowClamp(clamp));
    }

    private static OptionValue quickAck(TcpSocket socket, long now) {
        boolean chosen = socket.options().tuning().flow().acknowledging() != Acknowledging.DELAYED;
        boolean quick = socket.role() instanceof Stream stream
                ? stream.tcb().insight(now).acks().map(TcbInsight.Acks::quick).orElse(chosen)
                : chosen;
        return new OptionValue.Numeric(Option.asNumber(quick));
    }

    // Of a connection that adapts itself it is a word of the moment; else it lasts.
    private static void setQuickAck(TcpSocket socket, OptionValue value, long now) throws Failure {
        boolean on = Option.number(value) != 0;
        TcpTuning.Flow flow = socket.options().tuning().flow();
        if (flow.acknowledging() != Acknowledging.ADAPTIVE) {
            socket.options().tune(flow.withAcknowledging(on ? Acknowledging.AT_ONCE : Acknowledging.DELAYED));
        } else if (socket.role() instanceof Stream stream) {
            stream.tcb().acknowledgeQuickly(on);
        }
    }

    private static long unsentLowWater(SocketOptions options) {
        return options.unsentLowWater == SocketOptions.FOR_EVER ? 0 : (int) options.unsentLowWater;
    }

    // Linux takes any number as one without a sign; zero is the system's own, which is no bound.
    private static void setUnsentLowWater(SocketOptions options, int bytes) {
        options.unsentLowWater = bytes == 0 ? SocketOptions.FOR_EVER : Integer.toUnsignedLong(bytes);
    }

    // FreeBSD: only where the system has a port for it, and before there is a connection.
    private static void setRemoteUdpPort(TcpSocket socket, OptionValue value, long now) throws Failure {
        int port = Option.within(Option.number(value), 0, MOST_PORT);
        int own = socket.machine().settings().get().limits().udpTunnelingPort();
        if ((port != 0 && own == 0) || socket.role() != Role.Idle.IDLE) {
            throw Failure.of(Errno.EINVAL);
        }
        socket.options().remoteUdpPort = port;
    }

    private static OptionValue congestion(TcpSocket socket, long now) {
        String name = socket.options().congestion;
        return new OptionValue.Text(name.equals(NewReno.NAME) ? RENO : name);
    }

    private static void setCongestion(TcpSocket socket, OptionValue value, long now) throws Failure {
        if (!(value instanceof OptionValue.Text text)) {
            throw Failure.of(Errno.EINVAL);
        }
        String name = text.text().equals(RENO) ? NewReno.NAME : text.text();
        if (!socket.machine().settings().get().congestion().names().contains(name)) {
            throw Failure.of(Errno.ENOENT);
        }
        if (socket.role() instanceof Stream && !name.equals(socket.options().congestion)) {
            throw Failure.unsupported("another congestion control for a connection that has one");
        }
        socket.options().congestion = name;
    }
}
