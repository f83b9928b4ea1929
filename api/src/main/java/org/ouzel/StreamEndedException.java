package org.ouzel;

import java.net.SocketException;
import java.util.Objects;

/**
 * The connection under a call has ended, otherwise than by both sides closing. Thrown by the calls that were pending and
 * by each later one, until the stream is opened again.
 *
 * <p>An open that fails throws java.net's own exceptions instead: {@link java.net.ConnectException} when refused,
 * {@link java.net.SocketTimeoutException} at the user timeout, {@link java.net.NoRouteToHostException} when unreachable.
 */
public class StreamEndedException extends SocketException {
    private static final long serialVersionUID = 1L;

    /** Why the connection ended; the reasons are records of serializable parts, but the interface does not promise it. */
    private final transient CloseReason reason;

    /** Bytes of the user's that the peer's TCP acknowledged. */
    private final long bytesAcknowledged;

    /**
     * An end for the given reason.
     *
     * @param reason why the connection ended
     * @param bytesAcknowledged how many of the bytes sent the peer's TCP is known to have acknowledged
     */
    public StreamEndedException(CloseReason reason, long bytesAcknowledged) {
        super(reason.text());
        this.reason = Objects.requireNonNull(reason);
        this.bytesAcknowledged = bytesAcknowledged;
    }

    /** Why the connection ended. */
    public CloseReason reason() {
        return reason;
    }

    /**
     * How many of the bytes sent on the connection the peer's TCP is known to have acknowledged. That they reached the
     * peer's application is not known to TCP.
     */
    public long bytesAcknowledged() {
        return bytesAcknowledged;
    }
}
