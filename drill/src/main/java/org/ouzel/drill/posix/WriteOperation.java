package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** {@code write}, {@code send} and {@code sendmsg}. */
final class WriteOperation extends Operation {
    /** What would change what is sent; Linux passes over the flags that mean nothing here. */
    private static final int UNSUPPORTED = Abi.MSG_EOR | Abi.MSG_FASTOPEN;

    private final TcpSocket socket;
    private final MemorySegment data;
    private final int flags;
    private long written;

    WriteOperation(TcpSocket socket, MemorySegment data, int flags, long now) throws Failure {
        super(socket, mayWait(socket, flags) ? after(now, socket.options().sendTimeoutNs) : now);
        if ((flags & UNSUPPORTED) != 0) {
            throw Failure.unsupported("flags " + Integer.toHexString(flags & UNSUPPORTED) + " of a send");
        }
        this.socket = socket;
        this.data = data;
        this.flags = flags;
    }

    private static boolean mayWait(TcpSocket socket, int flags) {
        return !socket.isNonBlocking() && (flags & Abi.MSG_DONTWAIT) == 0;
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
    Optional<Answer> advance(long now) throws Failure {
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
        return Optional.empty();
    }

    @Override
    Answer giveUp(long now) throws Failure {
        if (written == 0) {
            throw Failure.of(Errno.EAGAIN);
        }
        return Answer.Result.of(written);
    }

    // Linux: what was taken before counts; else the error that is pending, once, and then a broken pipe.
    private Answer broken(Stream stream) throws Failure {
        if (written == 0) {
            throw Failure.of(stream.takeError().orElse(Errno.EPIPE));
        }
        return Answer.Result.of(written);
    }
}
