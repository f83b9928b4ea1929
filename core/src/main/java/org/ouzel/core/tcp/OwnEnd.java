package org.ouzel.core.tcp;

/**
 * Our end of a connection, as far as it is there before the peer's SYN has come.
 *
 * @param session its name, its settings, and what it has to say
 * @param sender its sending half
 * @param timestamps the clock of its timestamps
 */
record OwnEnd(Session session, Sender sender, TimestampClock timestamps) {

    /** One that has sent nothing. */
    static OwnEnd of(Session session, long now) {
        InitialNumbers numbers = session.environment().initialNumbers();
        return of(session, numbers.sequence(session.tuple(), now), numbers.timestampOffset(session.tuple()));
    }

    /**
     * The same, with given numbers.
     *
     * @param iss the number of our SYN
     * @param timestampOffset what our timestamps begin with
     */
    static OwnEnd of(Session session, int iss, int timestampOffset) {
        Sender sender =
                new Sender(iss, session.settings(), session.environment(), session.congestion(), session.counters());
        return new OwnEnd(session, sender, new TimestampClock(timestampOffset));
    }
}
