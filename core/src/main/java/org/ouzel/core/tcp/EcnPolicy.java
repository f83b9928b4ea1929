package org.ouzel.core.tcp;

/** Whether a connection is to use ECN (RFC 3168 §6.1.1, RFC 9768 §3.1), as far as it can say before it knows its peer. */
public enum EcnPolicy {
    /** It is neither asked for nor agreed to. */
    OFF(EcnMode.NONE, EcnMode.NONE),
    /**
     * It is agreed to when the peer asks for it, and not asked for. The default, as Linux has it: a SYN that asks is dropped by some
     * middleboxes to this day, which costs a retransmission timeout, while the answer to one has shown to pass.
     */
    ACCEPT(EcnMode.NONE, EcnMode.CLASSIC),
    /** It is asked for, and agreed to. */
    REQUEST(EcnMode.CLASSIC, EcnMode.CLASSIC),
    /** Either kind is agreed to, and none is asked for. */
    ACCEPT_ACCURATE(EcnMode.NONE, EcnMode.ACCURATE),
    /** Either kind is agreed to, and the classic one is asked for. */
    REQUEST_ACCEPT_ACCURATE(EcnMode.CLASSIC, EcnMode.ACCURATE),
    /** The accurate kind is asked for, and either is agreed to. */
    REQUEST_ACCURATE(EcnMode.ACCURATE, EcnMode.ACCURATE);

    private final EcnMode requests;
    private final EcnMode accepts;

    EcnPolicy(EcnMode requests, EcnMode accepts) {
        this.requests = requests;
        this.accepts = accepts;
    }

    /** What a SYN asks for. */
    EcnMode requests() {
        return requests;
    }

    /** The most accurate kind that the answer to a SYN agrees to. */
    EcnMode accepts() {
        return accepts;
    }
}
