package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** {@code write}, {@code send} and {@code sendmsg}. */
final class WriteOperation implements Operation {
    private static final int SUPPORTED = Abi.MSG_OOB | Abi.MSG_DONTWAIT | Abi.MSG_NOSIGNAL | Abi.MSG_MORE;

    private final TcpSocket socket;
    private final MemorySegment data;
    private final int flags;
    private final long deadline;
    private long written;

    private record Lane(TcpSocket socket) {}

    WriteOperation(TcpSocket socket, MemorySegment data, int flags, long now) throws Failure {
        if ((flags & ~SUPPORTED) != 0) {
            throw Failure.unsupported("flags " + Integer.toHexString(flags & ~SUPPORTED) + " of a send");
        }
        this.socket = socket;
        this.data = data;
        this.flags = flags;
        boolean mayWait = !socket.isNonBlocking() && (flags & Abi.MSG_DONTWAIT) == 0;
        this.deadline = mayWait ? Operation.after(now, socket.options().sendTimeoutNs) : now;
    }

    /** The pieces of a vector as one. */
    static MemorySegment join(List<MemorySegment> pieces) {
        long length = pieces.stream().mapToLong(MemorySegment::byteSize).sum();
        MemorySegment all = MemorySegment.ofArray(new byte[Math.toIntExact(length)]);
        long at = 0;
        for (MemorySegment piece : pieces) {
            all.asSlice(at).copyFrom(piece);
            at += piece.byteSize();
        }
        return all;
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
        return switch (socket.role()) {
            case Role.Idle idle -> throw Failure.of(socket.takeError().orElse(Errno.EPIPE));
            case Listening listening -> throw Failure.of(Errno.EPIPE);
            case Stream stream -> {
                stream.look();
                yield send(stream, now);
            }
        };
    }

    private Optional<Answer> send(Stream stream, long now) throws Failure {
        if (stream.hasError() || stream.isSendShut()) {
            return Optional.of(broken(stream));
        }
        if (!stream.isConnecting()) {
            boolean more = (flags & Abi.MSG_MORE) != 0;
            written += stream.write(data.asSlice(written), (flags & Abi.MSG_OOB) != 0, more, now);
            if (written == data.byteSize()) {
                return Optional.of(Answer.Result.of(written));
            }
        }
        if (now < deadline) {
            return Optional.empty();
        }
        if (written == 0) {
            throw Failure.of(Errno.EAGAIN);
        }
        return Optional.of(Answer.Result.of(written));
    }

    // Linux: what was taken before counts; else the error that is pending, once, and then a broken pipe.
    private Answer broken(Stream stream) throws Failure {
        if (written == 0) {
            throw Failure.of(stream.takeError().orElse(Errno.EPIPE));
        }
        return Answer.Result.of(written);
    }
}
