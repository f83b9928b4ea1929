package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** {@code read}, {@code recv} and {@code recvmsg}. */
final class ReadOperation extends Operation {
    private final TcpSocket socket;
    private final int flags;
    private final Shape shape;
    private final MemorySegment into;
    private int copied;

    /** How a result looks. */
    enum Shape {
        /** Bytes alone. */
        DATA,
        /** With flags and control messages. */
        MESSAGE
    }

    /** Begins to read; Linux passes over flags that mean nothing here. */
    ReadOperation(TcpSocket socket, int count, int flags, Shape shape, long now) {
        super(socket, mayWait(socket, flags) ? after(now, socket.options().receiveTimeoutNs) : now);
        this.socket = socket;
        this.flags = flags;
        this.shape = shape;
        this.into = MemorySegment.ofArray(new byte[count]);
    }

    private static boolean mayWait(TcpSocket socket, int flags) {
        return !socket.isNonBlocking() && (flags & (Abi.MSG_DONTWAIT | Abi.MSG_ERRQUEUE | Abi.MSG_OOB)) == 0;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    @Override
    Optional<Answer> advance(long now) throws Failure {
        return switch (socket.role()) {
            case Role.Idle idle -> throw Failure.of(unconnected());
            case Listening listening -> throw Failure.of(has(Abi.MSG_ERRQUEUE) ? Errno.EAGAIN : Errno.ENOTCONN);
            case Stream stream -> {
                stream.look();
                if (has(Abi.MSG_ERRQUEUE)) {
                    yield Optional.of(queuedError(stream));
                }
                yield has(Abi.MSG_OOB) ? Optional.of(outOfBand(stream)) : receive(stream, now);
            }
        };
    }

    private Errno unconnected() {
        if (has(Abi.MSG_ERRQUEUE)) {
            return Errno.EAGAIN;
        }
        return has(Abi.MSG_OOB) ? Errno.EINVAL : socket.takeError().orElse(Errno.ENOTCONN);
    }

    private Optional<Answer> receive(Stream stream, long now) throws Failure {
        if (into.byteSize() == 0 && stream.unread() > 0) {
            return Optional.of(result(stream, 0));
        }
        boolean stopped = copy(stream, now);
        if (copied >= target() || (copied > 0 && stopped)) {
            return Optional.of(result(stream, 0));
        }
        if (copied > 0) {
            boolean over = stream.hasError() || stream.isReceiveShut();
            return over ? Optional.of(result(stream, 0)) : Optional.empty();
        }
        if (stream.isPeerClosed()) {
            return Optional.of(result(stream, 0));
        }
        Optional<Errno> error = stream.takeError();
        if (error.isPresent()) {
            throw Failure.of(error.get());
        }
        return stream.isReceiveShut() ? Optional.of(result(stream, 0)) : Optional.empty();
    }

    @Override
    Answer giveUp(long now) throws Failure {
        if (copied > 0 && socket.role() instanceof Stream stream) {
            return result(stream, 0);
        }
        throw Failure.of(Errno.EAGAIN);
    }

    /** Copies what is there; returns whether the urgent byte ends it. */
    private boolean copy(Stream stream, long now) {
        boolean peek = has(Abi.MSG_PEEK);
        if (peek) {
            copied = 0;
        }
        copied += stream.read(into.asSlice(copied), peek, peek ? copied : 0, copied > 0, now);
        return stream.outOfBand().ahead(peek ? copied : 0) == 0;
    }

    private long target() {
        int least = has(Abi.MSG_WAITALL) ? Integer.MAX_VALUE : socket.options().receiveLowWater;
        return Math.max(1, Math.min(least, into.byteSize()));
    }

    private Answer result(Stream stream, int messageFlags) {
        MemorySegment bytes = has(Abi.MSG_TRUNC) ? into.asSlice(0, 0) : into.asSlice(0, copied);
        return switch (shape) {
            case DATA -> Answer.Result.of(copied, new Output.Data(bytes));
            case MESSAGE ->
                Answer.Result.of(copied, new Output.Message(bytes, Optional.empty(), controls(stream), messageFlags));
        };
    }

    private List<ControlMessage> controls(Stream stream) {
        return socket.options().tellsUnread
                ? List.of(new ControlMessage.Numeric(Abi.SOL_TCP, Abi.TCP_INQ, stream.unread()))
                : List.of();
    }

    // Linux: EINVAL where there is no urgent byte or it was read, EAGAIN where it has not come.
    private Answer outOfBand(Stream stream) throws Failure {
        OutOfBand urgent = stream.outOfBand();
        if (socket.options().outOfBandInline) {
            throw Failure.of(Errno.EINVAL);
        }
        switch (urgent.state()) {
            case NONE, READ -> throw Failure.of(Errno.EINVAL);
            case ANNOUNCED -> {
                if (!stream.isReceiveShut()) {
                    throw Failure.of(Errno.EAGAIN);
                }
            }
            case READY -> {
                copied = (int) Math.min(1, into.byteSize());
                into.asSlice(0, copied).fill(urgent.value());
                if (!has(Abi.MSG_PEEK)) {
                    urgent.taken();
                }
            }
        }
        return result(stream, Abi.MSG_OOB);
    }

    private Answer queuedError(Stream stream) throws Failure {
        ErrorQueue.Entry entry = stream.errors().poll().orElseThrow(() -> Failure.of(Errno.EAGAIN));
        if (entry.errno().isPresent() && !stream.errors().hasNetworkError()) {
            stream.takeError();
        }
        Optional<Address> name = entry.errno().isPresent() ? socket.remoteName() : Optional.empty();
        return Answer.Result.of(0, new Output.Message(into.asSlice(0, 0), name, entry.controls(), entry.flags()));
    }
}
