package org.ouzel;

import java.io.IOException;
import java.util.Objects;

/**
 * A call that the state of the stream does not allow (RFC 9293 §3.10). Nothing was changed by it: the stream and its
 * data are as they were.
 */
public class TcpCallException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why the call was refused. */
    private final TcpRefusal refusal;

    /** A refusal whose message is the RFC's text. */
    public TcpCallException(TcpRefusal refusal) {
        this(refusal, refusal.text());
    }

    /** A refusal with a message that says more than the RFC's text. */
    public TcpCallException(TcpRefusal refusal, String message) {
        super(message);
        this.refusal = Objects.requireNonNull(refusal);
    }

    /** Why the call was refused. */
    public TcpRefusal refusal() {
        return refusal;
    }
}
