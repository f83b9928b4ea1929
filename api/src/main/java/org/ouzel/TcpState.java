package org.ouzel;

/** The states of a TCP connection, with the names of RFC 9293 §3.3.2. */
public enum TcpState {
    /** No connection: the fictional state of a stream on which nothing is open. */
    CLOSED,
    /** A passive open waits for a connection request. */
    LISTEN,
    /** A connection request has been sent and not been answered. */
    SYN_SENT,
    /** Requests have been sent and received, the last acknowledgement is awaited. */
    SYN_RECEIVED,
    /** Data flows both ways. */
    ESTABLISHED,
    /** Our FIN has been sent and not been acknowledged; the peer may still send. */
    FIN_WAIT_1,
    /** Our FIN has been acknowledged; the peer may still send. */
    FIN_WAIT_2,
    /** The peer has sent its FIN; we may still send. */
    CLOSE_WAIT,
    /** Both have sent a FIN, ours has not been acknowledged. */
    CLOSING,
    /** The peer has closed, then we; our FIN has not been acknowledged. */
    LAST_ACK,
    /** All is acknowledged; the four-tuple rests for twice the maximum segment lifetime. */
    TIME_WAIT;

    /** Whether both ends have agreed on the initial sequence numbers (RFC 9293 §3.5.3's synchronized states). */
    public boolean isSynchronized() {
        return compareTo(ESTABLISHED) >= 0;
    }
}
