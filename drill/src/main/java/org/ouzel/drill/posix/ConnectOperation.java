package org.ouzel.drill.posix;

import java.util.Optional;

/** {@code connect}. */
final class ConnectOperation implements Operation {
    private final TcpSocket socket;
    private final Address address;
    private final long deadline;
    private boolean begun;

    private record Lane(TcpSocket socket) {}

    ConnectOperation(TcpSocket socket, Address address, long now) {
        this.socket = socket;
        this.address = address;
        this.deadline = socket.isNonBlocking() ? now : Operation.after(now, socket.options().sendTimeoutNs);
    }

    @Override
    public Object lane() {
        return new Lane(socket);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public Optional<Answer> attempt(long now) throws Failure {
        if (address.family() == Address.AF_UNSPEC) {
            socket.disconnect(now);
            return Optional.of(Answer.Result.of(0));
        }
        Errno waits = begin(now);
        if (socket.deferred().isPresent()) {
            return Optional.of(Answer.Result.of(0));
        }
        if (!(socket.role() instanceof Stream stream)) {
            throw Failure.of(socket.takeError().orElse(Errno.ECONNABORTED)); // given up meanwhile
        }
        stream.look();
        if (stream.isConnecting()) {
            if (now >= deadline) {
                throw Failure.of(waits);
            }
            return Optional.empty();
        }
        if (stream.isOver()) {
            Errno error = stream.takeError().orElse(Errno.ECONNABORTED);
            socket.forgetConnection();
            throw Failure.of(error);
        }
        // Linux: the first call after the handshake is told that it is done, whichever began it.
        if (!stream.tellConnect()) {
            throw Failure.of(Errno.EISCONN);
        }
        return Optional.of(Answer.Result.of(0));
    }

    /** Begins, unless that was done; returns the error of a call that does not wait. */
    private Errno begin(long now) throws Failure {
        if (begun) {
            return Errno.EINPROGRESS;
        }
        begun = true;
        return switch (socket.role()) {
            case Role.Idle idle -> {
                if (socket.deferred().isPresent()) {
                    throw Failure.of(Errno.EISCONN);
                }
                socket.connect(address, now);
                yield Errno.EINPROGRESS;
            }
            case Listening listening -> throw Failure.of(Errno.EISCONN);
            case Stream stream -> Errno.EALREADY;
        };
    }
}
