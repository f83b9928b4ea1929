package org.ouzel.drill.posix;

/** What {@code poll} finds on a socket, as Linux has it. */
final class Readiness {
    private static final int READABLE = Abi.POLLIN | Abi.POLLRDNORM;
    private static final int WRITABLE = Abi.POLLOUT | Abi.POLLWRNORM;

    private Readiness() {}

    static int of(TcpSocket socket, long now) {
        return switch (socket.role()) {
            case Role.Idle idle ->
                socket.deferred().isPresent()
                        ? WRITABLE
                        : Abi.POLLHUP | WRITABLE | (socket.hasError() ? Abi.POLLERR : 0);
            case Listening listening -> listening.acceptable() > 0 ? READABLE : 0;
            case Stream stream -> of(stream, socket.options(), now);
        };
    }

    private static int of(Stream stream, SocketOptions options, long now) {
        stream.look();
        int found = stream.hasError() || !stream.errors().isEmpty() ? Abi.POLLERR : 0;
        if (stream.isOver() || (stream.isReceiveShut() && stream.isSendShut())) {
            found |= Abi.POLLHUP;
        }
        if (stream.isReceiveShut()) {
            found |= READABLE | Abi.POLLRDHUP;
        }
        if (stream.isConnecting()) {
            return found;
        }
        if (isReadable(stream, options)) {
            found |= READABLE;
        }
        if (stream.isSendShut() || stream.isWritable(now)) {
            found |= WRITABLE;
        }
        return stream.outOfBand().state() == OutOfBand.Urgent.READY ? found | Abi.POLLPRI : found;
    }

    /** Linux: what stands at the mark is not counted where it is not to be read in its place. */
    private static boolean isReadable(Stream stream, SocketOptions options) {
        boolean skips = stream.outOfBand().isAtMark() && !options.outOfBandInline;
        return stream.unread() >= Math.max(1, options.receiveLowWater) + (skips ? 1 : 0);
    }
}
