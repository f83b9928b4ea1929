package org.ouzel;

/**
 * Whether a stream uses Explicit Congestion Notification (RFC 3168): routers then mark packets, where they would have to drop
 * them, and both ends know of congestion without a loss. With accurate ECN (RFC 9768) they know of each mark. The kernel engine leaves all of
 * that to the machine.
 */
public enum Ecn {
    /** It is neither asked for nor agreed to. */
    OFF,
    /**
     * It is agreed to when the peer asks for it, as passive opens can be asked, and not asked for. A SYN that asks for it is dropped
     * by some middleboxes to this day.
     */
    ACCEPT,
    /**
     * It is asked for by an active open, and agreed to. An open that is not answered in time goes on without it (RFC 3168 §6.1.1.1).
     */
    REQUEST,
    /** Accurate ECN is agreed to when the peer asks for it, and the older kind when it asks for that; neither is asked for. */
    ACCEPT_ACCURATE,
    /**
     * Accurate ECN is asked for by an active open, and agreed to, as is the older kind where the peer knows no other. An open that is
     * twice not answered in time goes on without (RFC 9768 §3.1.4.1).
     */
    REQUEST_ACCURATE
}
