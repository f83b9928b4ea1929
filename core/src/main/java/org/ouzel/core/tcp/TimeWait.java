package org.ouzel.core.tcp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/**
 * TIME-WAIT: a four-tuple that rests until late segments have died out. It holds little, for there may be many, and nothing of the block
 * that it comes from: that may be gone, while the name must rest on.
 *
 * <p>Whoever keeps it gives it what comes under its name, as to a {@link Tcb}, until it {@linkplain #isOver is over}.
 */
public final class TimeWait extends Phase {
    private final FourTuple tuple;
    private final TcpSettings settings;
    private final TcpParameters parameters;
    private final int sndNxt;
    private final int rcvNxt;

    /** The clock of the timestamps; null if they were not agreed on. */
    private final @Nullable TimestampClock timestamps;

    /** Null until there is something to bound. */
    private @Nullable ReplyLimit replyLimit;

    private long until;
    private boolean ackDue;
    private boolean over;

    TimeWait(Session session, int sndNxt, int rcvNxt, Optional<TimestampClock> timestamps, long now) {
        this.tuple = session.tuple();
        this.settings = session.settings();
        this.parameters = session.parameters();
        this.sndNxt = sndNxt;
        this.rcvNxt = rcvNxt;
        this.timestamps = timestamps.orElse(null);
        this.until = end(now);
    }

    /** RFC 9293 §3.4.2: it lasts 2 MSL. */
    private long end(long now) {
        return Deadline.after(now, 2 * parameters.maxSegmentLifetimeNs());
    }

    /** The name that rests. */
    public FourTuple tuple() {
        return tuple;
    }

    /** Whether the name rests no longer. */
    public boolean isOver() {
        return over;
    }

    /** Ends it before its time. */
    public void cut() {
        over = true;
    }

    @Override
    public State state() {
        return State.TIME_WAIT;
    }

    /**
     * Whether a request may begin a new connection here (RFC 9293 §3.6.1, MAY-2; RFC 6191 §2). Timestamps "would be enabled for
     * the new incarnation" if the request has them and so did the settings of the old one, which are most likely those of the
     * new one too. The last number that was seen is that of the peer's FIN.
     */
    public boolean admits(TcpSegment syn) {
        boolean isBeyond = syn.seq() - rcvNxt >= 0;
        Optional<Timestamps> stamps = syn.options().timestamps();
        if (stamps.isEmpty() || !settings.tuning().offers().timestamps()) {
            return isBeyond;
        }
        if (timestamps == null) {
            // RFC 6191 §2: "If TCP Timestamps would be enabled for the new incarnation of the connection, honor the
            // incoming connection request": what comes from the old one has none, and is dropped (RFC 7323 §3.2).
            return true;
        }
        int newer = stamps.get().value() - timestamps.recent();
        return newer > 0 || (newer == 0 && isBeyond);
    }

    /** A segment has come under the name. */
    public void onSegment(TcpSegment segment, long now) {
        // RFC 1337 §3: a reset does not end TIME-WAIT, or a late segment would be taken by the next connection.
        if (segment.has(TcpFlags.RST)) {
            over = settings.tuning().habits().answers().resetEndsTimeWait() && segment.seq() == rcvNxt;
            return;
        }
        if (timestamps != null
                && TimestampClock.isMissing(segment, settings.tuning().offers())) {
            return;
        }
        // RFC 9293 §3.10.7.4: "The only thing that can arrive in this state is a retransmission of the remote FIN.
        // Acknowledge it, and restart the 2 MSL timeout." A FIN that stands elsewhere is not the remote one.
        if (segment.has(TcpFlags.FIN) && segment.seq() + segment.sequenceLength() == rcvNxt) {
            until = end(now);
        }
        if (segment.sequenceLength() > 0 || (isStray(segment) && replyLimit().admit(now))) {
            ackDue = true;
        }
    }

    private ReplyLimit replyLimit() {
        if (replyLimit == null) {
            replyLimit = new ReplyLimit(settings.tuning().habits().answers().intervalNs());
        }
        return replyLimit;
    }

    @Override
    @SuppressWarnings("exports") // what a block does with the phase that it is in
    public Phase onSegment(TcpSegment segment, EcnCodepoint ecn, long now) {
        onSegment(segment, now);
        return after();
    }

    private Phase after() {
        return over ? Closed.GRACEFULLY : this;
    }

    /**
     * Whether a segment that carries nothing lies outside of the window, or acknowledges what was never sent: it is answered,
     * though only so often. Any other is not, or two ends in TIME-WAIT would answer each other until one has rested.
     */
    private boolean isStray(TcpSegment segment) {
        return segment.seq() != rcvNxt || (segment.has(TcpFlags.ACK) && segment.ack() - sndNxt > 0);
    }

    /** The time has come that {@link #nextDeadline} told, or not yet. */
    public void expire(long now) {
        over |= now >= until;
    }

    @Override
    @SuppressWarnings("exports") // what a block does with the phase that it is in
    public Phase onTimer(long now) {
        expire(now);
        return after();
    }

    @Override
    public void poll(long now, SegmentOutput out) {
        if (ackDue) {
            ackDue = false;
            // RFC 3168 §6.1.1: "When a TCP host enters TIME-WAIT or CLOSED state, it should ignore any previous state
            // about the negotiation of ECN for that connection."
            // RFC 7323 §3.2: once agreed on, every segment carries timestamps. A peer that waits for the
            // acknowledgment of its FIN still compares them with those before.
            Transfer options = timestamps == null ? Transfer.NONE : Transfer.of(timestamps.stamp(now));
            TcpSegment acknowledgment = new TcpSegment(
                    tuple.localPort(), tuple.remotePort(), sndNxt, rcvNxt, TcpFlags.ACK, 0, 0, options, Payload.EMPTY);
            out.segment(tuple, settings, Departing.plain(acknowledgment));
        }
    }

    @Override
    public long nextDeadline() {
        return over ? Deadline.NONE : until;
    }
}
