package org.ouzel;

/** Why a call on a stream was refused: the error replies of RFC 9293 §3.10, and their texts. */
public enum TcpRefusal {
    /** Nothing is open on the stream. */
    CONNECTION_DOES_NOT_EXIST("connection does not exist"),
    /** The stream is open, or is being opened. */
    CONNECTION_ALREADY_EXISTS("connection already exists"),
    /** The stream is being opened passively; until that is done only await, isDone, the local address, close and abort are legal. */
    PASSIVE_OPEN_PENDING("passive open pending"),
    /** The stream has been closed for sending, or the peer has sent its FIN and all its data has been read. */
    CONNECTION_CLOSING("connection closing"),
    /** An active open without a remote address or port. */
    REMOTE_SOCKET_UNSPECIFIED("remote socket unspecified"),
    /** A table or a memory budget of the host is full. */
    INSUFFICIENT_RESOURCES("insufficient resources"),
    /** The host itself has been closed. */
    HOST_CLOSED("host closed");

    private final String text;

    TcpRefusal(String text) {
        this.text = text;
    }

    /** The error text, in RFC 9293's words where it has some. */
    public String text() {
        return text;
    }
}
