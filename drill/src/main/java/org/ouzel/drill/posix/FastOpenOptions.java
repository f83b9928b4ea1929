package org.ouzel.drill.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.ouzel.core.tcp.FastOpenKeys;
import org.ouzel.core.tcp.FastOpenTuning;
import org.ouzel.core.tcp.SipHash;

/** The options of {@code SOL_TCP} about data that goes with a SYN (RFC 7413). */
final class FastOpenOptions {
    private static final int KEY_BYTES = 16;

    private FastOpenOptions() {}

    private static FastOpenTuning tuning(TcpSocket socket) {
        return socket.options().tuning().fastOpen();
    }

    private static void requireNoConnection(TcpSocket socket) throws Failure {
        if (socket.role() instanceof Stream && !socket.isClosed()) {
            throw Failure.of(Errno.EINVAL);
        }
    }

    // ---- TCP_FASTOPEN: how many connections may be open before their handshake is over

    static OptionValue pending(TcpSocket socket, long now) {
        return new OptionValue.Numeric(tuning(socket).taking().pending());
    }

    static void setPending(TcpSocket socket, OptionValue value, long now) throws Failure {
        int count = Option.within(Option.number(value), 0, Integer.MAX_VALUE);
        requireNoConnection(socket);
        int most = socket.machine().settings().get().limits().backlog();
        FastOpenTuning tuning = tuning(socket);
        socket.options().tune(tuning.with(tuning.taking().withPending(Math.min(count, most))));
    }

    // ---- TCP_FASTOPEN_CONNECT: a connect waits for what is written, where that can go with the SYN

    static OptionValue connect(TcpSocket socket, long now) {
        return new OptionValue.Numeric(Option.asNumber(socket.options().connectsWithData));
    }

    static void setConnect(TcpSocket socket, OptionValue value, long now) throws Failure {
        boolean on = Option.within(Option.number(value), 0, 1) != 0;
        if (!socket.machine().settings().get().fastOpen().client()) {
            throw Failure.of(Errno.EOPNOTSUPP);
        }
        if (!socket.isClosed()) {
            throw Failure.of(Errno.EINVAL);
        }
        socket.options().connectsWithData = on;
    }

    // ---- TCP_FASTOPEN_NO_COOKIE, for both directions

    static OptionValue noCookie(TcpSocket socket, long now) {
        return new OptionValue.Numeric(Option.asNumber(tuning(socket).asking().withoutCookie()));
    }

    static void setNoCookie(TcpSocket socket, OptionValue value, long now) throws Failure {
        boolean on = Option.within(Option.number(value), 0, 1) != 0;
        requireNoConnection(socket);
        FastOpenTuning tuning = tuning(socket);
        socket.options()
                .tune(tuning.with(tuning.asking().withoutCookie(on))
                        .with(tuning.taking().withoutCookie(on)));
    }

    // ---- TCP_FASTOPEN_KEY: one key, or one and that of before

    static OptionValue key(TcpSocket socket, long now) {
        Optional<FastOpenKeys> keys = tuning(socket)
                .taking()
                .keys()
                .or(() -> socket.machine().settings().get().fastOpen().keys());
        return new OptionValue.Text(keys.map(FastOpenOptions::written).orElse(""));
    }

    private static String written(FastOpenKeys keys) {
        return text(keys.primary()) + keys.backup().map(FastOpenOptions::text).orElse("");
    }

    private static String text(SipHash key) {
        byte[] bytes = ByteBuffer.allocate(KEY_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(key.key0())
                .putLong(key.key1())
                .array();
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static void setKey(TcpSocket socket, OptionValue value, long now) throws Failure {
        if (!(value instanceof OptionValue.Text text)) {
            throw Failure.of(Errno.EINVAL);
        }
        byte[] bytes = text.text().getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length != KEY_BYTES && bytes.length != 2 * KEY_BYTES) {
            throw Failure.of(Errno.EINVAL);
        }
        ByteBuffer keys = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        SipHash primary = new SipHash(keys.getLong(), keys.getLong());
        Optional<SipHash> backup =
                keys.hasRemaining() ? Optional.of(new SipHash(keys.getLong(), keys.getLong())) : Optional.empty();
        FastOpenTuning tuning = tuning(socket);
        socket.options().tune(tuning.with(tuning.taking().withKeys(new FastOpenKeys(primary, backup))));
    }
}
