package org.ouzel.drill.posix;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ouzel.core.tcp.TcpSettings;

/** The options of {@code SOL_SOCKET}. */
final class SocketLevel {
    // Linux doubles what is asked for, since it counts its own needs too, and tells the double. The core counts
    // bytes of data alone: it gets what was asked for.
    private static final int LEAST_SEND = 4608;
    private static final int LEAST_RECEIVE = 2304;
    private static final int MICROS = 1_000_000;

    static final Map<Integer, Option> OPTIONS = Map.ofEntries(
            Map.entry(
                    Abi.SO_REUSEADDR,
                    Option.flag(of -> Option.asNumber(of.reuseAddress), (of, on) -> of.reuseAddress = on)),
            Map.entry(Abi.SO_TYPE, Option.readOnly(socket -> Abi.SOCK_STREAM)),
            Map.entry(Abi.SO_DOMAIN, Option.readOnly(socket -> socket.family().number())),
            Map.entry(Abi.SO_PROTOCOL, Option.readOnly(socket -> Abi.IPPROTO_TCP)),
            Map.entry(Abi.SO_ACCEPTCONN, Option.readOnly(socket -> Option.asNumber(socket.isListening()))),
            Map.entry(Abi.SO_ERROR, Option.readOnly(socket -> socket.takeError()
                    .map(Errno::number)
                    .orElse(0))),
            Map.entry(Abi.SO_SNDBUF, new Option(SocketLevel::sendBuffer, sendBufferSetter(false))),
            Map.entry(Abi.SO_SNDBUFFORCE, new Option(SocketLevel::untold, sendBufferSetter(true))),
            Map.entry(Abi.SO_RCVBUF, new Option(SocketLevel::receiveBuffer, receiveBufferSetter(false))),
            Map.entry(Abi.SO_RCVBUFFORCE, new Option(SocketLevel::untold, receiveBufferSetter(true))),
            Map.entry(Abi.SO_MAX_PACING_RATE, new Option(SocketLevel::pacingRate, SocketLevel::setPacingRate)),
            Map.entry(
                    Abi.SO_KEEPALIVE, Option.flag(of -> Option.asNumber(of.keepAlive), (of, on) -> of.keepAlive = on)),
            Map.entry(
                    Abi.SO_OOBINLINE,
                    Option.flag(of -> Option.asNumber(of.outOfBandInline), (of, on) -> of.outOfBandInline = on)),
            Map.entry(Abi.SO_LINGER, linger()),
            Map.entry(Abi.SO_TIMESTAMPING, Option.number(of -> of.timestamping, SocketLevel::setTimestamping)),
            Map.entry(Abi.SO_RCVLOWAT, Option.number(of -> of.receiveLowWater, SocketLevel::receiveLowWater)),
            Map.entry(Abi.SO_SNDLOWAT, Option.readOnly(socket -> 1)),
            Map.entry(Abi.SO_RCVTIMEO, timeout(of -> of.receiveTimeoutNs, (of, nanos) -> of.receiveTimeoutNs = nanos)),
            Map.entry(Abi.SO_SNDTIMEO, timeout(of -> of.sendTimeoutNs, (of, nanos) -> of.sendTimeoutNs = nanos)));

    private interface TimeGetter {
        long nanos(SocketOptions options);
    }

    private interface TimeSetter {
        void set(SocketOptions options, long nanos);
    }

    private SocketLevel() {}

    private static OptionValue untold(TcpSocket socket, long now) throws Failure {
        throw Failure.of(Errno.ENOPROTOOPT);
    }

    private static OptionValue sendBuffer(TcpSocket socket, long now) {
        return new OptionValue.Numeric(2L * socket.options().tcp.sendBuffer().bytes());
    }

    private static Option.Setter sendBufferSetter(boolean force) {
        return (socket, value, now) -> {
            int most = socket.machine().settings().get().limits().sendBufferBytes();
            int bytes = bufferBytes(Option.number(value), most, LEAST_SEND, force);
            socket.options().tcp = socket.options().tcp.withSendBuffer(TcpSettings.Buffer.of(bytes));
        };
    }

    private static OptionValue receiveBuffer(TcpSocket socket, long now) {
        return new OptionValue.Numeric(2L * socket.options().tcp.receiveBuffer().bytes());
    }

    private static Option.Setter receiveBufferSetter(boolean force) {
        return (socket, value, now) -> {
            int most = socket.machine().settings().get().limits().receiveBufferBytes();
            int bytes = bufferBytes(Option.number(value), most, LEAST_RECEIVE, force);
            socket.options().tcp = socket.options().tcp.withReceiveBuffer(TcpSettings.Buffer.of(bytes));
        };
    }

    private static int bufferBytes(int asked, int most, int leastDoubled, boolean force) {
        long bounded = force ? Math.max(asked, 0) : Math.min(Integer.toUnsignedLong(asked), most);
        return (int) Math.max(Math.min(bounded, Integer.MAX_VALUE / 2), leastDoubled / 2);
    }

    // Linux: no more than the buffer will ever hold, so that no reader waits in vain.
    private static void receiveLowWater(SocketOptions options, int value) {
        int most = options.tcp.receiveBuffer().maxBytes();
        options.receiveLowWater = value < 0 ? most : Math.clamp(value, 1, most);
    }

    private static OptionValue pacingRate(TcpSocket socket, long now) {
        long rate = socket.options().tcp.output().maxPacingBytesPerSecond();
        return new OptionValue.Numeric(rate == Long.MAX_VALUE ? -1 : rate);
    }

    private static void setPacingRate(TcpSocket socket, OptionValue value, long now) throws Failure {
        int rate = Option.number(value);
        if (rate == 0) {
            throw Failure.unsupported("a rate at which nothing leaves");
        }
        TcpSettings before = socket.options().tcp;
        long bound = rate == -1 ? Long.MAX_VALUE : Integer.toUnsignedLong(rate);
        socket.options().tcp = before.with(before.output().withMaxPacing(bound));
    }

    private static void setTimestamping(SocketOptions options, int flags) throws Failure {
        if ((flags & ~Timestamps.SUPPORTED) != 0) {
            throw Failure.unsupported("timestamping flags 0x" + Integer.toHexString(flags & ~Timestamps.SUPPORTED));
        }
        options.timestamping = flags;
    }

    private static Option linger() {
        return new Option(
                (socket, now) -> new OptionValue.Linger(
                        (int) Option.asNumber(socket.options().lingers), socket.options().lingerSeconds),
                (socket, value, now) -> {
                    if (!(value instanceof OptionValue.Linger linger)) {
                        throw Failure.of(Errno.EINVAL);
                    }
                    socket.options().lingers = linger.onOff() != 0;
                    if (linger.onOff() != 0) {
                        socket.options().lingerSeconds = linger.seconds();
                    }
                });
    }

    /** A time; zero is for ever. */
    private static Option timeout(TimeGetter getter, TimeSetter setter) {
        return new Option(
                (socket, now) -> {
                    long nanos = getter.nanos(socket.options());
                    long micros = nanos == SocketOptions.FOR_EVER ? 0 : TimeUnit.NANOSECONDS.toMicros(nanos);
                    return new OptionValue.Time(micros / MICROS, micros % MICROS);
                },
                (socket, value, now) -> setter.set(socket.options(), nanos(value)));
    }

    static long nanos(OptionValue value) throws Failure {
        if (!(value instanceof OptionValue.Time time)) {
            throw Failure.of(Errno.EINVAL);
        }
        if (time.microseconds() < 0 || time.microseconds() >= MICROS) {
            throw Failure.of(Errno.EDOM);
        }
        if (time.seconds() < 0) {
            return 0;
        }
        long nanos = TimeUnit.SECONDS.toNanos(time.seconds()) + TimeUnit.MICROSECONDS.toNanos(time.microseconds());
        return nanos == 0 ? SocketOptions.FOR_EVER : nanos;
    }
}
