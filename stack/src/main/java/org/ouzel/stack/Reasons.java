package org.ouzel.stack;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.ouzel.CloseReason;
import org.ouzel.IcmpError;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.core.node.OpenFailed;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.Ending;
import org.ouzel.core.tcp.Ending.IcmpReport;

/** What the core says of ends and refusals, in the words of the API. */
final class Reasons {
    private Reasons() {}

    /** Why a connection ended; empty if there was none. */
    static Optional<CloseReason> of(Ending ending) {
        return switch (ending) {
            case Ending.NeverOpened never -> Optional.empty();
            case Ending.CommandTimeout timeout -> Optional.empty();
            case Ending.Graceful graceful -> Optional.of(new CloseReason.Graceful());
            case Ending.Refused refused -> Optional.of(new CloseReason.Refused());
            case Ending.RemoteAbort abort -> Optional.of(new CloseReason.RemoteAbort());
            case Ending.LocalAbort abort -> Optional.of(new CloseReason.LocalAbort());
            case Ending.UserTimeout timeout ->
                Optional.of(new CloseReason.UserTimeout(Duration.ofNanos(timeout.timeoutNs())));
            case Ending.KeepAliveTimeout timeout -> Optional.of(new CloseReason.KeepAliveTimeout());
            case Ending.Unreachable unreachable ->
                Optional.of(new CloseReason.NetworkFailure(error(unreachable.report())));
        };
    }

    static IcmpError error(IcmpReport report) {
        return new IcmpError(
                report.version(),
                report.type(),
                report.code(),
                report.extra(),
                report.reporter().toInetAddress());
    }

    /** What an open throws whose connection never came about. */
    static IOException failedOpen(Ending ending) {
        return switch (ending) {
            case Ending.Refused refused -> new ConnectException("connection refused");
            case Ending.UserTimeout timeout -> new SocketTimeoutException("connection aborted due to user timeout");
            case Ending.CommandTimeout timeout -> new SocketTimeoutException("no connection request has come in time");
            case Ending.Unreachable unreachable ->
                new NoRouteToHostException(error(unreachable.report()).text());
            case Ending.LocalAbort abort -> new StreamEndedException(new CloseReason.LocalAbort(), 0);
            case Ending.RemoteAbort abort -> new ConnectException("connection reset");
            case Ending.KeepAliveTimeout timeout -> new StreamEndedException(new CloseReason.KeepAliveTimeout(), 0);
            case Ending.Graceful graceful -> new TcpCallException(TcpRefusal.CONNECTION_CLOSING);
            case Ending.NeverOpened never -> new TcpCallException(TcpRefusal.CONNECTION_DOES_NOT_EXIST);
        };
    }

    /** What an open throws that could not begin. */
    static IOException cannotOpen(OpenFailed failed, Object what) {
        return switch (failed.because()) {
            case NO_ROUTE -> new NoRouteToHostException("no route to " + what);
            case NOT_OUR_ADDRESS -> new BindException("not an address of this host: " + what);
            case ADDRESS_IN_USE -> new BindException("address in use: " + what);
            case INSUFFICIENT_RESOURCES -> new TcpCallException(TcpRefusal.INSUFFICIENT_RESOURCES);
            case REMOTE_UNSPECIFIED -> new TcpCallException(TcpRefusal.REMOTE_SOCKET_UNSPECIFIED);
        };
    }

    static TcpCallException refused(CallRefused refused) {
        return new TcpCallException(
                switch (refused.refusal()) {
                    case CONNECTION_DOES_NOT_EXIST -> TcpRefusal.CONNECTION_DOES_NOT_EXIST;
                    case CONNECTION_ALREADY_EXISTS -> TcpRefusal.CONNECTION_ALREADY_EXISTS;
                    case PASSIVE_OPEN_PENDING -> TcpRefusal.PASSIVE_OPEN_PENDING;
                    case CONNECTION_CLOSING -> TcpRefusal.CONNECTION_CLOSING;
                });
    }
}
