package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** {@code read}, {@code recv}, {@code recvfrom} and {@code recvmsg} of a datagram socket: one datagram, whole or its beginning. */
final class ReceiveDatagram extends Operation {
    // MSG_WAITALL has no effect on datagram sockets, says recv(2).
    private static final int SUPPORTED =
            Abi.MSG_PEEK | Abi.MSG_TRUNC | Abi.MSG_DONTWAIT | Abi.MSG_WAITALL | Abi.MSG_ERRQUEUE | Abi.MSG_NOSIGNAL;

    private final UdpSocket socket;
    private final int room;
    private final int flags;

    ReceiveDatagram(UdpSocket socket, int room, int flags, long now) throws Failure {
        super(socket, mayWait(socket, flags) ? after(now, socket.options().receiveTimeoutNs) : now);
        if ((flags & Abi.MSG_OOB) != 0) {
            throw Failure.of(Errno.EOPNOTSUPP);
        }
        if ((flags & ~SUPPORTED) != 0) {
            throw Failure.unsupported("flags " + Integer.toHexString(flags & ~SUPPORTED) + " of a receive");
        }
        this.socket = socket;
        this.room = room;
        this.flags = flags;
    }

    private static boolean mayWait(UdpSocket socket, int flags) {
        return !socket.isNonBlocking() && (flags & (Abi.MSG_DONTWAIT | Abi.MSG_ERRQUEUE)) == 0;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    @Override
    Optional<Answer> advance(long now) throws Failure {
        if (has(Abi.MSG_ERRQUEUE)) {
            return Optional.of(queuedError());
        }
        Optional<Errno> error = socket.takeError();
        if (error.isPresent()) {
            throw Failure.of(error.get());
        }
        Optional<UdpSocket.Arrived> next = socket.next();
        if (next.isPresent()) {
            return Optional.of(received(next.get()));
        }
        // Linux: a shut socket gives nothing to who would wait, and EAGAIN to who would not.
        return socket.isReceiveShut() && !mustEnd(now)
                ? Optional.of(answer(0, MemorySegment.ofArray(new byte[0]), Optional.empty(), 0))
                : Optional.empty();
    }

    @Override
    Answer giveUp(long now) throws Failure {
        throw Failure.of(Errno.EAGAIN);
    }

    private Answer received(UdpSocket.Arrived datagram) {
        long length = datagram.data().byteSize();
        MemorySegment stored = datagram.data().asSlice(0, Math.min(room, length));
        if (!has(Abi.MSG_PEEK)) {
            socket.taken();
        }
        boolean cut = length > room;
        long told = has(Abi.MSG_TRUNC) ? length : stored.byteSize();
        return answer(told, stored, Optional.of(datagram.from()), cut ? Abi.MSG_TRUNC : 0);
    }

    private static Answer answer(long told, MemorySegment bytes, Optional<Address> from, int messageFlags) {
        return Answer.Result.of(told, new Output.Message(bytes, from, List.of(), messageFlags));
    }

    private Answer queuedError() throws Failure {
        ErrorQueue.Entry entry = socket.errors().poll().orElseThrow(() -> Failure.of(Errno.EAGAIN));
        socket.onErrorTaken(entry);
        MemorySegment data = entry.about().data();
        MemorySegment stored = data.asSlice(0, Math.min(room, data.byteSize()));
        int cut = stored.byteSize() < data.byteSize() ? Abi.MSG_TRUNC : 0;
        return Answer.Result.of(
                stored.byteSize(),
                new Output.Message(stored, entry.about().name(), entry.controls(), entry.flags() | cut));
    }
}
