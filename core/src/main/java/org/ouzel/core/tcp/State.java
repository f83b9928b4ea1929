package org.ouzel.core.tcp;

/** The states of RFC 9293 §3.3.2. */
public enum State {
    /** No connection. */
    CLOSED,
    /** Waiting for a connection request. */
    LISTEN,
    /** A request was sent, none received. */
    SYN_SENT,
    /** Requests were sent and received, ours is not acknowledged. */
    SYN_RECEIVED,
    /** Data flows both ways. */
    ESTABLISHED,
    /** Our FIN is not acknowledged. */
    FIN_WAIT_1,
    /** Our FIN is acknowledged. */
    FIN_WAIT_2,
    /** The peer's FIN has come. */
    CLOSE_WAIT,
    /** Both have sent a FIN, ours is not acknowledged. */
    CLOSING,
    /** The peer closed, then we; our FIN is not acknowledged. */
    LAST_ACK,
    /** All is over but for late segments. */
    TIME_WAIT;

    /** The state after our FIN was acknowledged. */
    State afterFinAcknowledged() {
        return switch (this) {
            case FIN_WAIT_1 -> FIN_WAIT_2;
            case CLOSING -> TIME_WAIT;
            case LAST_ACK -> CLOSED;
            case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT, TIME_WAIT -> this;
        };
    }

    /** The state after the peer's FIN was received in order. */
    State afterFinReceived() {
        return switch (this) {
            case SYN_RECEIVED, ESTABLISHED -> CLOSE_WAIT;
            case FIN_WAIT_1 -> CLOSING;
            case FIN_WAIT_2 -> TIME_WAIT;
            case CLOSED, LISTEN, SYN_SENT, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> this;
        };
    }

    /** The state after the user's CLOSE. */
    State afterClose() {
        return switch (this) {
            case ESTABLISHED, SYN_RECEIVED -> FIN_WAIT_1;
            case CLOSE_WAIT -> LAST_ACK;
            case LISTEN, SYN_SENT -> CLOSED;
            case CLOSED, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT -> this;
        };
    }

    /** Whether the user may still send. */
    boolean canSend() {
        return this == SYN_SENT || this == SYN_RECEIVED || this == ESTABLISHED || this == CLOSE_WAIT;
    }

    /** Whether the peer may still send. */
    boolean canReceive() {
        return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
    }
}
