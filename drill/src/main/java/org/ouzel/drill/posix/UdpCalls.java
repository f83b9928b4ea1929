package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** The calls on datagram sockets. */
final class UdpCalls {
    private static final int SEND_FLAGS = Abi.MSG_DONTWAIT | Abi.MSG_NOSIGNAL | Abi.MSG_OOB;

    private final Waiting waiting;
    private final UdpSocket socket;
    private final long now;

    UdpCalls(Waiting waiting, UdpSocket socket, long now) {
        this.waiting = waiting;
        this.socket = socket;
        this.now = now;
    }

    /** The answer; empty if the call is the same for sockets of every type. */
    Optional<Answer> answer(Call call) throws Failure {
        return switch (call) {
            case Call.Bind bind -> {
                socket.bind(bind.address());
                yield done();
            }
            case Call.Connect connect -> {
                socket.connect(connect.address());
                yield done();
            }
            case Call.Listen _, Call.Accept _ -> throw Failure.of(Errno.EOPNOTSUPP);
            // Linux: nothing is read by a read of nothing, while a recv of nothing takes a datagram.
            case Call.Read read when read.count() == 0 -> Optional.of(Answer.Result.of(0));
            case Call.Read read -> receive(read.count(), 0);
            case Call.Readv read -> receive(Sockets.total(read.counts()), 0);
            case Call.Recv recv -> receive(recv.count(), recv.flags());
            case Call.Recvmsg recv -> receive(Sockets.total(recv.counts()), recv.flags());
            case Call.Write write -> send(write.data(), 0, Optional.empty());
            case Call.Writev write -> send(WriteOperation.join(write.pieces()), 0, Optional.empty());
            case Call.Send send -> send(send.data(), send.flags(), send.address());
            case Call.Sendmsg send -> send(send);
            case Call.Shutdown shutdown -> {
                shutdown(shutdown.how());
                yield done();
            }
            case Call.Ioctl ioctl -> Optional.of(ioctl(ioctl.request()));
            case Call.SetSockOpt set -> {
                UdpOptions.set(socket, set);
                yield done();
            }
            case Call.GetSockOpt get ->
                Optional.of(Answer.Result.of(0, new Output.Option(UdpOptions.get(socket, get, now))));
            default -> Optional.empty();
        };
    }

    private static Optional<Answer> done() {
        return Optional.of(Answer.Result.of(0));
    }

    private Optional<Answer> receive(int room, int flags) throws Failure {
        return Optional.of(waiting.begin(new ReceiveDatagram(socket, room, flags, now), now));
    }

    private Optional<Answer> send(Call.Sendmsg call) throws Failure {
        if (!call.controls().isEmpty()) {
            throw Failure.unsupported("control messages of a send");
        }
        return send(WriteOperation.join(call.pieces()), call.flags(), call.name());
    }

    // A datagram goes out at once, so that no send waits.
    private Optional<Answer> send(MemorySegment data, int flags, Optional<Address> to) throws Failure {
        if ((flags & ~SEND_FLAGS) != 0) {
            throw Failure.unsupported("flags " + Integer.toHexString(flags & ~SEND_FLAGS) + " of a send");
        }
        socket.send(data, (flags & Abi.MSG_OOB) != 0, to, now);
        return Optional.of(Answer.Result.of(data.byteSize()));
    }

    private void shutdown(int how) throws Failure {
        if (how < 0 || how > 2) {
            throw Failure.of(Errno.EINVAL);
        }
        socket.shutdown(how != 1, how != 0);
    }

    private Answer ioctl(int request) throws Failure {
        long value =
                switch (request) {
                    case Abi.SIOCINQ ->
                        socket.next()
                                .map(datagram -> datagram.data().byteSize())
                                .orElse(0L);
                    case Abi.SIOCOUTQ -> 0;
                    default -> throw Failure.unsupported("ioctl 0x" + Integer.toHexString(request));
                };
        return Answer.Result.of(0, new Output.Numeric(value));
    }
}
