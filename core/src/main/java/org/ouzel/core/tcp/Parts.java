package org.ouzel.core.tcp;

/**
 * What the collaborators in a connection share: its halves, and what has to do with both.
 *
 * @param session its name, its settings, and what it has to say
 * @param sender its sending half
 * @param receiver its receiving half
 * @param timestamps the clock of its timestamps
 * @param negotiated what both ends have agreed on
 * @param acks when it acknowledges
 * @param ecn what it tells of marks
 * @param patience how long it waits for its peer
 * @param begunWith what the user had chosen when all this was made
 */
record Parts(
        Session session,
        Sender sender,
        Receiver receiver,
        TimestampClock timestamps,
        Negotiated negotiated,
        AckTiming acks,
        EcnReceiver ecn,
        Patience patience,
        TcpSettings begunWith)
        implements Kept {

    /** What there is once the peer's SYN has come. What we offer is settled by then. */
    static Parts of(OwnEnd own, PeerSyn syn) {
        Session session = own.session();
        Negotiated negotiated = Negotiated.from(
                session.offer(), syn.options(), session.settings().tuning().offers(), session.defaultMss());
        if (negotiated.sack()) {
            own.sender().onSackPermitted();
        }
        session.ecn().onReceived(syn.segment(), syn.ecn());
        if (negotiated.isStamped(syn.segment())) {
            own.timestamps().update(syn.segment().options().tsValue(), syn.at());
        }
        Parts parts = of(own, negotiated, syn.segment().seq(), syn.at());
        parts.onPathMss();
        return parts;
    }

    /**
     * The same, where the handshake is known by what has come of it.
     *
     * @param irs the number of the peer's SYN
     */
    static Parts of(OwnEnd own, Negotiated negotiated, int irs, long now) {
        Session session = own.session();
        Offer offer = session.offer();
        TcpSettings settings = session.settings();
        Receiver receiver = new Receiver(irs, offer.window(), settings, session.environment(), session.counters());
        if (settings.tuning().habits().offering() == TcpHabits.Offering.WHOLE_SEGMENTS) {
            receiver.growBySegments(offer.mss());
        }
        receiver.onScale(negotiated.receiveScale());
        return new Parts(
                session,
                own.sender(),
                receiver,
                own.timestamps(),
                negotiated,
                AckTiming.of(session),
                EcnReceiver.of(session),
                new Patience(session, own.sender(), now),
                settings);
    }

    /** What the user chose has changed. */
    void onSettings(TcpSettings settings) {
        sender.onSettings(settings);
        receiver.onSettings(settings);
        acks.onSettings(settings.tuning().flow().acknowledging());
        patience.onSettings(settings.tuning());
    }

    /** The path's MTU has become known. */
    void onPathMtu(int mtu, long now) {
        session.lowerPathMtu(mtu, now);
        onPathMss();
    }

    /** The path's MTU that is known has become old: the link's own is tried again. */
    void forgetPathMtu() {
        session.forgetPathMtu();
        onPathMss();
    }

    /** The path carries other sizes than before, or the handshake has told what the peer takes. */
    private void onPathMss() {
        sender.onBundles(session.bundleBytes());
        sender.onSegmentSize(negotiated.effectiveSendMss(session.pathMss()));
    }

    /** All but the session, what is agreed on and what the user chose, which they are made of. */
    @Override
    public void keep(Ledger ledger) {
        sender.keep(ledger);
        receiver.keep(ledger);
        timestamps.keep(ledger);
        acks.keep(ledger);
        ecn.keep(ledger);
        patience.keep(ledger);
        // The parts count when they are made.
        session.counters().keep(ledger);
    }
}
