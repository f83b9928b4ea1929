package org.ouzel.sim.campaign;

/** What must hold in every simulation, whatever goes wrong in it: that nothing is lost, precisely. */
public enum Property {
    /** P1: what is read is always a prefix of what the peer's TCP took from its user. */
    PREFIX,
    /** P2: the end is reported if and only if the peer's FIN has come in order. */
    END,
    /** P3: nothing is acknowledged that has not come, and bytes never change. */
    HONESTY,
    /** P4: once the network is fair, everything comes to its end within a bound. */
    LIVENESS,
    /** P5: a close, or a send, that is said to be acknowledged was; an abort sends a reset. */
    CLOSE,
    /** P6: each failure has its own cause, is told, and stays. */
    FAILURE,
    /** P7: when all is over nothing is left: no connection, no deadline, no page. */
    CONSERVATION,
    /** Nobody sends beyond the window that the peer has given (RFC 9293 §3.8.6). */
    WINDOW,
    /**
     * New data of those who have agreed on ECN is marked as theirs, and nothing else; congestion is echoed until the peer says that it
     * has heard, and no longer (RFC 3168 §6.1).
     */
    ECN,
    /** Nothing that happens makes the stack itself fail. */
    SOUNDNESS
}
