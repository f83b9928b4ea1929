package org.ouzel;

/** What a stream is ready for without blocking: what a selector is built on. */
public enum Readiness {
    /** An open has completed, well or badly. */
    OPEN_DONE,
    /** {@link TcpStream#tryReceive} would return data, the end, or throw. */
    RECEIVE,
    /** {@link TcpStream#trySend} would accept at least one byte, or throw. */
    SEND,
    /** A close that was {@linkplain TcpStream#startClose started} has been acknowledged, or the connection has ended. */
    CLOSE_DONE
}
