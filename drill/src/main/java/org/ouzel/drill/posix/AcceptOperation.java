package org.ouzel.drill.posix;

import java.util.Optional;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;

/** {@code accept}. */
final class AcceptOperation extends Operation {
    private final TcpSocket socket;
    private final Descriptors descriptors;
    private final int flags;

    AcceptOperation(TcpSocket socket, Descriptors descriptors, int flags, long now) throws Failure {
        super(socket, socket.isNonBlocking() ? now : after(now, socket.options().receiveTimeoutNs));
        if ((flags & ~(Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC)) != 0) {
            throw Failure.of(Errno.EINVAL);
        }
        this.socket = socket;
        this.descriptors = descriptors;
        this.flags = flags;
    }

    @Override
    Optional<Answer> advance(long now) throws Failure {
        if (!(socket.role() instanceof Listening listening)) {
            throw Failure.of(Errno.EINVAL);
        }
        Optional<Tcb> next = listening.accept();
        return next.isPresent() ? Optional.of(accepted(next.get())) : Optional.empty();
    }

    @Override
    Answer giveUp(long now) throws Failure {
        throw Failure.of(Errno.EAGAIN);
    }

    private Answer accepted(Tcb tcb) throws Failure {
        TcpSocket child = socket.accepted(tcb);
        child.nonBlocking((flags & Abi.SOCK_NONBLOCK) != 0);
        FourTuple name = tcb.tuple().orElseThrow();
        Address peer = socket.family().shown(name.remoteAddress(), name.remotePort());
        return Answer.Result.of(descriptors.add(child), new Output.Name(peer));
    }
}
