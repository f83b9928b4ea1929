package org.ouzel.drill.posix;

import java.util.Optional;

/** {@code connect}. */
final class ConnectOperation extends Operation {
    private final TcpSocket socket;
    private final Address address;
    private boolean begun;

    /** The error of a call that does not wait for the handshake. */
    private Errno unfinished = Errno.EINPROGRESS;

    ConnectOperation(TcpSocket socket, Address address, long now) {
        super(socket, socket.isNonBlocking() ? now : after(now, socket.options().sendTimeoutNs));
        this.socket = socket;
        this.address = address;
    }

    @Override
    Optional<Answer> advance(long now) throws Failure {
        if (address.family() == Address.AF_UNSPEC) {
            socket.disconnect(now);
            return Optional.of(Answer.Result.of(0));
        }
        begin(now);
        if (socket.deferred().isPresent()) {
            return Optional.of(Answer.Result.of(0));
        }
        if (!(socket.role() instanceof Stream stream)) {
            throw Failure.of(socket.takeError().orElse(Errno.ECONNABORTED)); // given up meanwhile
        }
        stream.look();
        if (stream.isConnecting()) {
            return Optional.empty();
        }
        if (stream.isOver() && !stream.isConnectTold()) {
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

    @Override
    Answer giveUp(long now) throws Failure {
        throw Failure.of(unfinished);
    }

    private void begin(long now) throws Failure {
        if (begun) {
            return;
        }
        begun = true;
        switch (socket.role()) {
            case Role.Idle idle when socket.deferred().isPresent() -> throw Failure.of(Errno.EISCONN);
            case Role.Idle idle -> socket.connect(address, now);
            case Listening listening -> throw Failure.of(Errno.EISCONN);
            case Stream stream -> unfinished = Errno.EALREADY;
        }
    }
}
