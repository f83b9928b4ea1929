package org.ouzel.core.tcp;

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
    private final boolean timestamps;
    private final int timestampRecent;
    private long until;
    private boolean ackDue;

    TimeWait(Session session, int sndNxt, int rcvNxt, boolean timestamps, int timestampRecent, long now) {
        this.tuple = session.tuple();
        this.settings = session.settings();
        this.restNs = 2 * session.parameters().maxSegmentLifetimeNs();
        this.sndNxt = sndNxt;
        this.rcvNxt = rcvNxt;
        this.timestamps = timestamps;
        this.timestampRecent = timestampRecent;
        this.until = Deadline.after(now, restNs);
    }

    @Override
    public State state() {
        return State.TIME_WAIT;
    }

    /** Whether a request may begin a new connection here (RFC 9293 §3.10.7.4, MAY-2; RFC 6191 §2). */
    boolean admits(TcpSegment syn) {
        if (timestamps && syn.options().timestamps().isPresent()) {
            int newer = syn.options().timestamps().get().value() - timestampRecent;
            return newer > 0 || (newer == 0 && syn.seq() - rcvNxt > 0);
        }
        return syn.seq() - rcvNxt > 0;
    }

    @Override
    public Phase onSegment(TcpSegment segment, long now) {
        // RFC 1337 §3: a reset does not end TIME-WAIT, or a late segment would be taken by the next connection.
        if (segment.has(TcpFlags.RST)) {
            return this;
        }
        // RFC 9293 §3.10.7.4: the peer's FIN again means that it lacks our acknowledgment; the rest begins anew.
        if (segment.has(TcpFlags.FIN)) {
            until = Deadline.after(now, restNs);
        }
        ackDue = true;
        return this;
    }

    @Override
    public Phase onTimer(long now) {
        return now >= until ? new Closed(new Ending.Graceful()) : this;
    }

    @Override
    public void poll(long now, SegmentOutput out) {
        if (ackDue) {
            ackDue = false;
            // RFC 7323 §3.2: once agreed on, every segment carries timestamps. The peer compares nothing any more.
            Transfer options = timestamps ? Transfer.of(new Timestamps(0, timestampRecent)) : Transfer.NONE;
            out.segment(
                    tuple,
                    settings,
                    new TcpSegment(
                            tuple.localPort(),
                            tuple.remotePort(),
                            sndNxt,
                            rcvNxt,
                            TcpFlags.ACK,
                            0,
                            0,
                            options,
                            Payload.EMPTY));
        }
    }

    @Override
    public long nextDeadline() {
        return until;
    }
}
