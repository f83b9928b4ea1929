package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/**
 * TIME-WAIT: a four-tuple that rests until late segments have died out. It holds little, for there may be many.
 */
final class TimeWait implements Phase {
    private final FourTuple tuple;
    private final TcpSettings settings;
    private final long restNs;
    private final int sndNxt;
    private final int rcvNxt;

    /** The clock of the timestamps, if they were agreed on. */
    private final Optional<TimestampClock> timestamps;

    private final ReplyLimit replyLimit;
    private long until;
    private boolean ackDue;

    TimeWait(Session session, int sndNxt, int rcvNxt, Optional<TimestampClock> timestamps, long now) {
        this.tuple = session.tuple();
        this.settings = session.settings();
        this.replyLimit = new ReplyLimit(settings.tuning().habits().answers().intervalNs());
        this.restNs = 2 * session.parameters().maxSegmentLifetimeNs();
        this.sndNxt = sndNxt;
        this.rcvNxt = rcvNxt;
        this.timestamps = timestamps;
        this.until = Deadline.after(now, restNs);
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
    boolean admits(TcpSegment syn) {
        boolean isBeyond = syn.seq() - rcvNxt >= 0;
        Optional<Timestamps> stamps = syn.options().timestamps();
        if (stamps.isEmpty() || !settings.tuning().offers().timestamps()) {
            return isBeyond;
        }
        if (timestamps.isEmpty()) {
            // RFC 6191 §2: "If TCP Timestamps would be enabled for the new incarnation of the connection, honor the
            // incoming connection request": what comes from the old one has none, and is dropped (RFC 7323 §3.2).
            return true;
        }
        int newer = stamps.get().value() - timestamps.get().recent();
        return newer > 0 || (newer == 0 && isBeyond);
    }

    @Override
    public Phase onSegment(TcpSegment segment, EcnCodepoint ecn, long now) {
        // RFC 1337 §3: a reset does not end TIME-WAIT, or a late segment would be taken by the next connection.
        if (segment.has(TcpFlags.RST)) {
            boolean ends = settings.tuning().habits().answers().resetEndsTimeWait() && segment.seq() == rcvNxt;
            return ends ? new Closed(new Ending.Graceful()) : this;
        }
        if (timestamps.isPresent()
                && TimestampClock.isMissing(segment, settings.tuning().offers())) {
            return this;
        }
        // RFC 9293 §3.10.7.4: "The only thing that can arrive in this state is a retransmission of the remote FIN.
        // Acknowledge it, and restart the 2 MSL timeout." A FIN that stands elsewhere is not the remote one.
        if (segment.has(TcpFlags.FIN) && segment.seq() + segment.sequenceLength() == rcvNxt) {
            until = Deadline.after(now, restNs);
        }
        if (segment.sequenceLength() > 0 || (isStray(segment) && replyLimit.admit(now))) {
            ackDue = true;
        }
        return this;
    }

    /**
     * Whether a segment that carries nothing lies outside of the window, or acknowledges what was never sent: it is answered,
     * though only so often. Any other is not, or two ends in TIME-WAIT would answer each other until one has rested.
     */
    private boolean isStray(TcpSegment segment) {
        return segment.seq() != rcvNxt || (segment.has(TcpFlags.ACK) && segment.ack() - sndNxt > 0);
    }

    @Override
    public Phase onTimer(long now) {
        return now >= until ? new Closed(new Ending.Graceful()) : this;
    }

    @Override
    public void poll(long now, SegmentOutput out) {
        if (ackDue) {
            ackDue = false;
            // RFC 3168 §6.1.1: "When a TCP host enters TIME-WAIT or CLOSED state, it should ignore any previous state
            // about the negotiation of ECN for that connection."
            // RFC 7323 §3.2: once agreed on, every segment carries timestamps. A peer that waits for the
            // acknowledgment of its FIN still compares them with those before.
            Transfer options =
                    timestamps.map(clock -> Transfer.of(clock.stamp(now))).orElse(Transfer.NONE);
            TcpSegment acknowledgment = new TcpSegment(
                    tuple.localPort(), tuple.remotePort(), sndNxt, rcvNxt, TcpFlags.ACK, 0, 0, options, Payload.EMPTY);
            out.segment(tuple, settings, Departing.plain(acknowledgment));
        }
    }

    @Override
    public long nextDeadline() {
        return until;
    }
}
