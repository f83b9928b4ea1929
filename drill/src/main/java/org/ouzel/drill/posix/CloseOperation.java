package org.ouzel.drill.posix;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code close} of a socket. It waits only where that was asked for by {@code SO_LINGER}, be it non-blocking or not. */
final class CloseOperation implements Operation {
    private final TcpSocket socket;
    private final long deadline;
    private boolean begun;

    CloseOperation(TcpSocket socket, long now) {
        this.socket = socket;
        SocketOptions options = socket.options();
        long lingerNs = options.lingers ? TimeUnit.SECONDS.toNanos(options.lingerSeconds) : 0;
        this.deadline = Operation.after(now, lingerNs);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public Optional<Answer> attempt(long now) {
        if (!begun) {
            begun = true;
            socket.close(now);
        }
        boolean waits = now < deadline && socket.role() instanceof Stream stream && stream.isClosing();
        return waits ? Optional.empty() : Optional.of(Answer.Result.of(0));
    }
}
