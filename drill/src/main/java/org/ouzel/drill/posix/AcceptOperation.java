package org.ouzel.drill.posix;

import java.util.Optional;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;

/** {@code accept}. */
final class AcceptOperation implements Operation {
    private final TcpSocket socket;
    private final Descriptors descriptors;
    private final int flags;
    private final long deadline;

    private record Lane(TcpSocket socket) {}

    AcceptOperation(TcpSocket socket, Descriptors descriptors, int flags, long now) throws Failure {
        if ((flags & ~(Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC)) != 0) {
            throw Failure.of(Errno.EINVAL);
        }
        this.socket = socket;
        this.descriptors = descriptors;
        this.flags = flags;
        this.deadline = socket.isNonBlocking() ? now : Operation.after(now, socket.options().receiveTimeoutNs);
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
        if (!(socket.role() instanceof Listening listening)) {
            throw Failure.of(Errno.EINVAL);
        }
        Optional<Tcb> next = listening.accept();
        if (next.isPresent()) {
            return Optional.of(accepted(next.get()));
        }
        if (now >= deadline) {
            throw Failure.of(Errno.EAGAIN);
        }
        return Optional.empty();
    }

    private Answer accepted(Tcb tcb) throws Failure {
        TcpSocket child = socket.accepted(tcb);
        child.nonBlocking((flags & Abi.SOCK_NONBLOCK) != 0);
        FourTuple name = tcb.tuple().orElseThrow();
        Address peer = socket.family().shown(name.remoteAddress(), name.remotePort());
        return Answer.Result.of(descriptors.add(child), new Output.Name(peer));
    }
}
