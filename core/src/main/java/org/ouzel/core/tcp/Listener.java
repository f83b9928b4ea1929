package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/** LISTEN: a passive open that waits for its one connection (RFC 9293 §3.10.7.2). */
final class Listener extends Phase {
    private final long commandDeadline;

    /** A listener that is given up at the deadline if no request has come. */
    Listener(long commandDeadline) {
        this.commandDeadline = commandDeadline;
    }

    @Override
    public State state() {
        return State.LISTEN;
    }

    /**
     * A request has come. Data with it is taken where it was fast by right; else it waits to be sent again (RFC 9293 §3.10.7.2 allows
     * it).
     *
     * @param session of the connection that is asked for
     */
    Connection onRequest(Session session, PeerSyn request) {
        OwnEnd own = OwnEnd.of(session, request.at());
        session.settle(Offer.answering(request.options(), session.settings(), session.announcedMss()));
        session.counters().segmentsIn++;
        own.sender().onSynWindow(request.segment().window());
        Parts parts = Parts.of(own, request);
        if (!session.fastOpen().opensEarly()) {
            return new Connection(parts, Optional.of(this));
        }
        // The user has it from now on: it does not return to LISTEN.
        Connection connection = new Connection(parts, Optional.empty());
        connection.openEarly(request.segment(), request.at());
        return connection;
    }

    @Override
    public Phase onSegment(TcpSegment segment, EcnCodepoint ecn, long now) {
        throw new AssertionError("only requests are for a listener, and they name the peer: " + segment);
    }

    @Override
    public Phase onTimer(long now) {
        return now >= commandDeadline ? new Closed(new Ending.CommandTimeout()) : this;
    }

    @Override
    public void poll(long now, SegmentOutput out) {}

    @Override
    public long nextDeadline() {
        return commandDeadline;
    }
}
