package org.ouzel;

/** How a {@link TcpStream#send send} is to be treated beyond being put in order behind what went before. */
public enum SendFlag {
    /**
     * Everything unsent goes out now, and the last segment of it carries PSH, so that a receive of the peer's completes
     * at once (RFC 9293 §3.9.1.2). Never a record boundary.
     */
    PUSH,
    /**
     * The urgent pointer covers the end of this buffer, whatever its length (RFC 9293 §3.8.5). Urgent data keeps its
     * place in the sequence; the peer is told of it ahead of the data, even when its window is closed.
     */
    URGENT
}
