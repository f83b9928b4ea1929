package org.ouzel.core.tcp;

/**
 * What the parts of a connection share.
 *
 * @param session its name, its settings, and what it has to say
 * @param sender its sending half
 * @param receiver its receiving half
 * @param timestamps the clock of its timestamps
 * @param negotiated what both ends have agreed on
 * @param acks when it acknowledges
 */
record Parts(
        Session session,
        Sender sender,
        Receiver receiver,
        TimestampClock timestamps,
        Negotiated negotiated,
        AckTiming acks) {

    /** What there is once the peer's SYN has come. What we offer is settled by then. */
    static Parts of(OwnEnd own, PeerSyn syn) {
        Session session = own.session();
        Offer offer = session.offer();
        TcpSettings settings = session.settings();
        Negotiated negotiated =
                Negotiated.from(offer, syn.options(), settings.tuning().offers(), session.defaultMss());
        if (negotiated.sack()) {
            own.sender().onSackPermitted();
        }
        return of(own, negotiated, syn.segment().seq());
    }

    /**
     * The same, where the handshake is known by what has come of it.
     *
     * @param irs the number of the peer's SYN
     */
    static Parts of(OwnEnd own, Negotiated negotiated, int irs) {
        Session session = own.session();
        Offer offer = session.offer();
        TcpSettings settings = session.settings();
        Receiver receiver = new Receiver(irs, offer.window(), settings, session.environment(), session.counters());
        if (settings.tuning().habits().offering() == TcpHabits.Offering.WHOLE_SEGMENTS) {
            receiver.growBySegments(offer.mss());
        }
        receiver.onScale(negotiated.receiveScale());
        return new Parts(session, own.sender(), receiver, own.timestamps(), negotiated, AckTiming.of(session));
    }
}
