package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** {@code write}, {@code send} and {@code sendmsg}. */
final class WriteOperation extends Operation {
    /** What would change what is sent; Linux passes over the flags that mean nothing here. */
    private static final int UNSUPPORTED = Abi.MSG_EOR;

    private final TcpSocket socket;
    private final MemorySegment data;
    private final int flags;
    private final Optional<Address> to;
    private long written;

    /** Whether the SYN was sent by this call, or an open was found that another had begun. */
    private boolean opened;

    /** The error of a call that does not wait for the handshake. */
    private Errno stillConnecting = Errno.EAGAIN;

    /**
     * A write.
     *
     * @param to where {@code MSG_FASTOPEN} connects to; nothing else looks at it
     */
    WriteOperation(TcpSocket socket, MemorySegment data, int flags, Optional<Address> to, long now) throws Failure {
        super(socket, mayWait(socket, flags) ? after(now, socket.options().sendTimeoutNs) : now);
        if ((flags & UNSUPPORTED) != 0) {
            throw Failure.unsupported("flags " + Integer.toHexString(flags & UNSUPPORTED) + " of a send");
        }
        this.socket = socket;
        this.data = data;
        this.flags = flags;
        this.to = to;
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
        if (!opened && (has(Abi.MSG_FASTOPEN) || socket.deferred().isPresent())) {
            open(now);
        }
        return switch (socket.role()) {
            case Role.Idle idle -> throw Failure.of(socket.takeError().orElse(Errno.EPIPE));
            case Listening listening -> throw Failure.of(Errno.EPIPE);
            case Stream stream -> {
                stream.look();
                yield send(stream, now);
            }
        };
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Linux: connects, and sends with the SYN what may go with it. */
    private void open(long now) throws Failure {
        boolean unspecified = to.isPresent() && to.get().family() == Address.AF_UNSPEC;
        if (unspecified || !socket.machine().settings().get().fastOpen().client()) {
            throw Failure.of(Errno.EOPNOTSUPP);
        }
        opened = true;
        switch (socket.role()) {
            case Role.Idle idle -> {
                Address address = socket.deferred().or(() -> to).orElseThrow(() -> Failure.of(Errno.EINVAL));
                written = socket.connect(address, data, now);
                stillConnecting = Errno.EINPROGRESS;
            }
            case Listening listening -> throw Failure.of(Errno.EISCONN);
            case Stream stream when stream.isConnecting() -> stillConnecting = Errno.EALREADY;
            case Stream stream -> {
                if (!stream.isOver() && !stream.tellConnect()) {
                    throw Failure.of(Errno.EISCONN);
                }
            }
        }
    }

    private Optional<Answer> send(Stream stream, long now) throws Failure {
        if (opened && stream.isOver() && stream.hasError() && !stream.isConnectTold()) {
            Errno error = stream.takeError().orElse(Errno.ECONNABORTED);
            socket.forgetConnection();
            throw Failure.of(error);
        }
        if (stream.hasError() || stream.isSendShut()) {
            return Optional.of(broken(stream));
        }
        if (!stream.isConnecting()) {
            if (opened) {
                stream.tellConnect();
            }
            written += stream.write(data.asSlice(written), has(Abi.MSG_OOB), has(Abi.MSG_MORE), now);
            if (written == data.byteSize()) {
                return Optional.of(Answer.Result.of(written));
            }
        }
        return Optional.empty();
    }

    @Override
    Answer giveUp(long now) throws Failure {
        if (written == 0) {
            boolean connecting = socket.role() instanceof Stream stream && stream.isConnecting();
            throw Failure.of(connecting ? stillConnecting : Errno.EAGAIN);
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
