package org.ouzel.core.tcp;

/** Whether a connection is to use ECN (RFC 3168 §6.1.1), as far as it can say before it knows its peer. */
public enum EcnPolicy {
    /** It is neither asked for nor agreed to. */
    OFF,
    /**
     * It is agreed to when the peer asks for it, and not asked for. The default, as Linux has it: a SYN that asks is dropped by some
     * middleboxes to this day, which costs a retransmission timeout, while the answer to one has shown to pass.
     */
    ACCEPT,
    /** It is asked for, and agreed to. */
    REQUEST
}
