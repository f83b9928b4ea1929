package org.ouzel.os.kernel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.ouzel.CloseReason;
import org.ouzel.IcmpError;
import org.ouzel.StreamEndedException;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.Linux;

/** The kernel's error numbers, in the words of the API. */
final class Endings {
    private Endings() {}

    /**
     * Whether an error number stands for an ICMP error: told to the user, and no end of a connection that is established (RFC 9293
     * MUST-56, RFC 5461).
     */
    static boolean isSoft(int errno) {
        return switch (errno) {
            case Abi.EHOSTUNREACH,
                    Abi.ENETUNREACH,
                    Abi.EHOSTDOWN,
                    Abi.ENETDOWN,
                    Abi.ENOPROTOOPT,
                    Abi.EPROTO,
                    Abi.EMSGSIZE,
                    Abi.EACCES,
                    Abi.ECONNREFUSED -> true;
            default -> false;
        };
    }

    /** Whether no connection outlives an error with that number: the peer has reset it, before or after it has closed, or a user timeout has passed. */
    static boolean isEnd(int errno) {
        return errno == Abi.ECONNRESET || errno == Abi.EPIPE || errno == Abi.ETIMEDOUT;
    }

    /**
     * Why an established connection has ended.
     *
     * @param errno what the kernel says; 0 if nothing was wrong
     * @param icmp the last ICMP error that came before it
     * @param timeout the user timeout; zero for none
     * @param probed whether the peer is probed when nothing is sent, and nothing was outstanding
     */
    static CloseReason ofConnection(int errno, Optional<IcmpError> icmp, Duration timeout, boolean probed) {
        return switch (errno) {
            case 0 -> new CloseReason.Graceful();
            case Abi.ECONNRESET, Abi.EPIPE -> new CloseReason.RemoteAbort();
            case Abi.ETIMEDOUT -> probed ? new CloseReason.KeepAliveTimeout() : new CloseReason.UserTimeout(timeout);
            default ->
                icmp.<CloseReason>map(CloseReason.NetworkFailure::new)
                        .orElseGet(() -> new CloseReason.ProtocolError(Linux.describe(errno)));
        };
    }

    /**
     * Why an open has failed.
     *
     * @param icmp the ICMP error that made it fail, as far as one is known
     */
    static CloseReason ofOpen(int errno, Optional<IcmpError> icmp, Duration timeout) {
        return switch (errno) {
            case Abi.ECONNREFUSED ->
                icmp.<CloseReason>map(CloseReason.NetworkFailure::new).orElseGet(CloseReason.Refused::new);
            case Abi.ECONNRESET -> new CloseReason.RemoteAbort();
            case Abi.ETIMEDOUT -> new CloseReason.UserTimeout(timeout);
            default ->
                icmp.<CloseReason>map(CloseReason.NetworkFailure::new)
                        .orElseGet(() -> new CloseReason.ProtocolError(Linux.describe(errno)));
        };
    }

    /** What an open throws that has failed. */
    static IOException failedOpen(int errno, CloseReason reason) {
        return switch (reason) {
            case CloseReason.Refused refused -> new ConnectException(reason.text());
            case CloseReason.RemoteAbort abort -> new ConnectException(reason.text());
            case CloseReason.UserTimeout timeout -> new SocketTimeoutException(reason.text());
            case CloseReason.NetworkFailure failure ->
                new NoRouteToHostException(failure.error().text());
            case CloseReason.ProtocolError error ->
                errno == Abi.EHOSTUNREACH || errno == Abi.ENETUNREACH
                        ? new NoRouteToHostException(Linux.describe(errno))
                        : new ConnectException(Linux.describe(errno));
            case CloseReason.LocalAbort abort -> new StreamEndedException(reason, 0);
            case CloseReason.KeepAliveTimeout timeout -> new StreamEndedException(reason, 0);
            case CloseReason.Graceful graceful -> new StreamEndedException(new CloseReason.LocalAbort(), 0);
        };
    }
}
