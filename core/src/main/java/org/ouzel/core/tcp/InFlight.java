package org.ouzel.core.tcp;

/** What was on its way before an acknowledgment, or before a timer expired. It is lent for the call. */
final class InFlight {
    private long una;
    private long flightBytes;
    private long flightSize;
    private long notHeldBytes;

    /** Tells what is on its way now. */
    InFlight note(Scoreboard scoreboard, long pipe) {
        una = scoreboard.una();
        flightBytes = pipe;
        flightSize = scoreboard.outstandingBytes();
        notHeldBytes = flightSize - scoreboard.sackedBytes();
        return this;
    }

    /** SND.UNA. */
    long una() {
        return una;
    }

    /** RFC 6675's pipe. */
    long flightBytes() {
        return flightBytes;
    }

    /** SND.NXT - SND.UNA. */
    long flightSize() {
        return flightSize;
    }

    /** That, less what the peer was known to hold. */
    long notHeldBytes() {
        return notHeldBytes;
    }
}
