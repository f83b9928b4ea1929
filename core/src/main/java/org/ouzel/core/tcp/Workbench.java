package org.ouzel.core.tcp;

import org.ouzel.core.tcp.CongestionReport.Outcome;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.SegmentDraft;
import org.ouzel.core.wire.TcpFlags;

/**
 * What the connections of a node use one after the other, each for as long as a call takes: so that no object is made for a segment that
 * comes or leaves. What is on it is lent: nobody keeps any of it, and what a call has put there is gone with the next. Only the spares are
 * kept by whoever has taken one, until he gives it back.
 */
public final class Workbench {
    private final SegmentDraft draft = new SegmentDraft();
    private final Outgoing outgoing = new Outgoing(0, TcpFlags.NONE, 0, Payload.EMPTY);
    private final Departing departing = new Departing();
    private final Feedback feedback = new Feedback();
    private final InFlight before = new InFlight();
    private final Delivery delivery = new Delivery();
    private final Losses losses = new Losses();
    private final RoundTripSample sample = new RoundTripSample();
    private final Outcome outcome = new Outcome();
    private final Spares spares = new Spares();

    /** With nothing on it. */
    public Workbench() {}

    /** The segment that leaves. */
    SegmentDraft draft() {
        return draft;
    }

    /** What of it the sender knows. */
    Outgoing outgoing() {
        return outgoing;
    }

    /** How it leaves. */
    Departing departing() {
        return departing;
    }

    /** What the acknowledgment says that is being dealt with. */
    Feedback feedback() {
        return feedback;
    }

    /** What was on its way before it. */
    InFlight before() {
        return before;
    }

    /** What it tells to have been delivered. */
    Delivery delivery() {
        return delivery;
    }

    /** What it tells to be lost. */
    Losses losses() {
        return losses;
    }

    /** The round trip that it measures. */
    RoundTripSample sample() {
        return sample;
    }

    /** What has come of it. */
    Outcome outcome() {
        return outcome;
    }

    /** What was delivered, to be sent as something else. */
    Spares spares() {
        return spares;
    }
}
