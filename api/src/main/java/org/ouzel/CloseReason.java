package org.ouzel;

import java.time.Duration;

/** Why a connection ended. Stays readable on the stream ({@link TcpStream#closeReason()}) until it is opened again. */
public sealed interface CloseReason {

    /** Both sides closed, and everything was acknowledged. */
    record Graceful() implements CloseReason {}

    /** The peer answered the open with a reset: nobody listens there. */
    record Refused() implements CloseReason {}

    /** The peer reset a connection that had been established. */
    record RemoteAbort() implements CloseReason {}

    /**
     * {@link TcpStream#abort()}, the end of the host, or the FIN-WAIT-2 time of a closed stream whose peer did not close
     * ({@link StreamOptions.Times#finWait2()}).
     */
    record LocalAbort() implements CloseReason {}

    /**
     * Data, a SYN or a FIN stayed unacknowledged, or a window closed, for the user timeout.
     *
     * @param timeout the time that passed
     */
    record UserTimeout(Duration timeout) implements CloseReason {}

    /** The peer did not answer the keep-alive probes (RFC 9293 §3.8.4). */
    record KeepAliveTimeout() implements CloseReason {}

    /**
     * The network said that the peer cannot be reached while the connection was being opened (RFC 5461 §4.1 tells why only
     * then).
     *
     * @param error the ICMP error that said so
     */
    record NetworkFailure(IcmpError error) implements CloseReason {}

    /**
     * The peer broke the protocol so that going on made no sense. The in-process engine never gives this reason: RFC 9293 has
     * each segment that breaks the protocol dropped or answered, and the connection lives on. An engine over an operating
     * system's TCP gives it when the system does.
     *
     * @param detail what it did
     */
    record ProtocolError(String detail) implements CloseReason {}

    /** A sentence for people and for exception messages. */
    default String text() {
        return switch (this) {
            case Graceful graceful -> "connection closed";
            case Refused refused -> "connection refused";
            case RemoteAbort remote -> "connection reset";
            case LocalAbort local -> "connection aborted locally";
            case UserTimeout timeout -> "connection aborted due to user timeout";
            case KeepAliveTimeout keepAlive -> "connection aborted: keep-alive probes were not answered";
            case NetworkFailure failure -> "network failure: " + failure.error().text();
            case ProtocolError error -> "protocol error: " + error.detail();
        };
    }
}
