package org.ouzel.drill.posix;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code close} of a socket. It waits only where that was asked for by {@code SO_LINGER}, be it non-blocking or not. */
final class CloseOperation extends Operation {
    private final TcpSocket socket;
    private boolean begun;

    CloseOperation(TcpSocket socket, long now) {
        super(socket, after(now, lingerNs(socket.options())));
        this.socket = socket;
    }

    private static long lingerNs(SocketOptions options) {
        return options.lingers ? TimeUnit.SECONDS.toNanos(Integer.toUnsignedLong(options.lingerSeconds)) : 0;
    }

    @Override
    Optional<Answer> advance(long now) {
        if (!begun) {
            begun = true;
            socket.close(now);
        }
        boolean waits = socket.role() instanceof Stream stream && stream.isClosing();
        return waits ? Optional.empty() : Optional.of(Answer.Result.of(0));
    }

    @Override
    Answer giveUp(long now) {
        return Answer.Result.of(0);
    }
}
