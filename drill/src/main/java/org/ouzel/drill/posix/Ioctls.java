package org.ouzel.drill.posix;

/** {@code ioctl} on a socket: how much waits, as Linux counts it. */
final class Ioctls {
    private Ioctls() {}

    static Answer answer(TcpSocket socket, int request, long now) throws Failure {
        long value =
                switch (request) {
                    case Abi.SIOCINQ -> unread(socket);
                    case Abi.SIOCOUTQ -> stream(socket) ? unacknowledged(socket) : 0;
                    case Abi.SIOCOUTQNSD -> stream(socket) ? unsent(socket, now) : 0;
                    case Abi.SIOCATMARK -> Option.asNumber(isAtMark(socket));
                    default -> throw Failure.unsupported("ioctl 0x" + Integer.toHexString(request));
                };
        return Answer.Result.of(0, new Output.Numeric(value));
    }

    private static boolean stream(TcpSocket socket) throws Failure {
        if (socket.isListening()) {
            throw Failure.of(Errno.EINVAL);
        }
        return socket.role() instanceof Stream stream && !stream.isConnecting();
    }

    /** Up to the urgent byte, if that is not to be read in its place. */
    private static long unread(TcpSocket socket) throws Failure {
        if (!stream(socket) || !(socket.role() instanceof Stream stream)) {
            return 0;
        }
        stream.look();
        long ahead = stream.outOfBand().ahead(0);
        boolean isBounded = !socket.options().outOfBandInline && ahead >= 0 && ahead < stream.unread();
        return isBounded ? ahead : stream.unread();
    }

    private static long unacknowledged(TcpSocket socket) {
        return socket.role() instanceof Stream stream
                ? stream.tcb().unacknowledgedBytes() + (stream.hasFinOutstanding() ? 1 : 0)
                : 0;
    }

    private static long unsent(TcpSocket socket, long now) {
        return socket.role() instanceof Stream stream
                ? stream.tcb().insight(now).unsentBytes()
                : 0;
    }

    private static boolean isAtMark(TcpSocket socket) {
        if (!(socket.role() instanceof Stream stream)) {
            return false;
        }
        stream.look();
        return stream.outOfBand().isAtMark();
    }
}
