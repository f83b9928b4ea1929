package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpSegment;

/** SYN-SENT: our request is on its way (RFC 9293 §3.10.7.3). */
final class SynSent extends Phase {
    private final Session session;
    private final Sender sender;
    private final OwnEnd own;

    /** So many timeouts are alike. */
    private final int linearSyns;

    /** Whether the first SYN has left. */
    private boolean isSent;

    /** What a soft error said last: the reason, if the open comes to nothing. */
    private Optional<Ending.IcmpReport> softError = Optional.empty();

    SynSent(Session session, long now) {
        this.session = session;
        this.own = OwnEnd.of(session, now);
        this.sender = own.sender();
        this.linearSyns = session.settings().tuning().habits().timing().linearSyns();
        sender.onLinearSyns(linearSyns);
    }

    Session session() {
        return session;
    }

    Sender sender() {
        return sender;
    }

    @Override
    public State state() {
        return State.SYN_SENT;
    }

    @Override
    public Phase onSegment(TcpSegment segment, EcnCodepoint ecn, long now) {
        session.counters().segmentsIn++;
        boolean hasAck = segment.has(TcpFlags.ACK);
        // RFC 9293 §3.10.7.3, first: "If SEG.ACK =< ISS or SEG.ACK > SND.NXT, send a reset (unless the RST bit is
        // set, if so drop the segment and return)"
        long ack = sender.positions().nearest(segment.ack(), 0);
        if (hasAck && (ack <= 0 || ack > sender.sndNxt())) {
            if (!segment.has(TcpFlags.RST)) {
                session.replyReset(segment.ack());
            }
            session.drop(DropReason.BAD_ACKNOWLEDGMENT);
            return this;
        }
        if (segment.has(TcpFlags.RST)) {
            return onReset(hasAck);
        }
        if (!segment.has(TcpFlags.SYN)) {
            session.drop(DropReason.UNEXPECTED_FLAGS);
            return this;
        }
        return onSyn(new PeerSyn(segment, ecn, now));
    }

    // RFC 9293 §3.10.7.3, fourth: an answer to ours if it acknowledges it, a simultaneous open if not.
    private Phase onSyn(PeerSyn syn) {
        session.settle(session.offer());
        Connection connection = new Connection(Parts.of(own, syn), Optional.empty());
        if (!syn.isAnswer()) {
            sender.resendSyn();
            return connection;
        }
        return connection.onAnswered(syn.segment(), syn.at());
    }

    // RFC 9293 §3.10.7.3, second: a reset is believed only with an acceptable acknowledgment (RFC 5961 §3.2 too).
    private Phase onReset(boolean acknowledged) {
        if (!acknowledged) {
            session.drop(DropReason.UNEXPECTED_FLAGS);
            return this;
        }
        return end(new Ending.Refused());
    }

    /** An ICMP error quotes our request. */
    Phase onIcmp(Ending.IcmpReport report, Ending.Severity severity) {
        return switch (severity) {
            case HARD -> {
                session.fastOpen().onUnanswered();
                yield end(new Ending.Unreachable(report));
            }
            case SOFT -> {
                if (session.settings().tuning().habits().answers().softErrors() == TcpHabits.SoftErrors.FATAL) {
                    session.fastOpen().onUnanswered();
                    yield end(new Ending.Unreachable(report));
                }
                // RFC 9293 §3.9.2.2: "Since these Unreachable messages indicate soft error conditions, a TCP
                // implementation MUST NOT abort the connection"
                softError = Optional.of(report);
                yield this;
            }
            case NONE -> this;
        };
    }

    Closed end(Ending ending) {
        sender.discard();
        return new Closed(ending);
    }

    @Override
    public Phase onTimer(long now) {
        if (now >= userDeadline()) {
            if (!session.settings().userTimeout().reported()) {
                return end(unanswered(session.settings().userTimeout().afterNs()));
            }
            session.signal(Signal.USER_TIMEOUT);
            sender.ackWait().begin(now);
        }
        sender.onTimer(now);
        int most = session.settings().tuning().retries().syn();
        return most > 0 && session.counters().timeouts > most + linearSyns
                ? end(unanswered(sender.ackWait().waitedNs(now)))
                : this;
    }

    /** Nobody has answered for so long. */
    private Ending unanswered(long ns) {
        session.fastOpen().onUnanswered();
        return softError.<Ending>map(Ending.Unreachable::new).orElseGet(() -> new Ending.UserTimeout(ns));
    }

    @Override
    public void poll(long now, SegmentOutput out) {
        sender.synRoom(synRoom(now));
        for (Outgoing next = sender.next(now); next != null; next = sender.next(now)) {
            Offer offer = session.offer();
            session.settle(offer);
            Handshake options = options(now);
            isSent = true;
            if (next.payload().length() > 0) {
                session.fastOpen().onDataSent();
            }
            int seq = sender.positions().sequence(next.position());
            TcpFlags flags = TcpFlags.SYN.with(session.ecn().onSyn());
            session.send(session.segment(seq, 0, flags, offer.window(), 0, options, next.payload()), out);
        }
    }

    /**
     * RFC 7413 §4.1.3: no more data goes with the SYN than the peer is known to take in a segment, and the path to carry, beside
     * the SYN's options.
     */
    int synRoom(long now) {
        FastOpenAttempt attempt = session.fastOpen().attempt();
        if (!attempt.carriesData() || isSent) {
            return 0;
        }
        FastOpenTuning.Asking asking = session.settings().tuning().fastOpen().asking();
        int unknown = asking.unknownMss() > 0 ? asking.unknownMss() : session.defaultMss();
        int mss = Math.min(attempt.mss() > 0 ? attempt.mss() : unknown, session.pathMss());
        TcpSegment bare = session.segment(0, 0, TcpFlags.SYN, 0, 0, options(now), Payload.EMPTY);
        int options = bare.headerLength(session.settings().tuning().offers().layout()) - TcpSegment.MIN_HEADER_LENGTH;
        return Math.max(0, mss - Math.max(options, asking.optionRoom()));
    }

    // RFC 7413 §4.2.2: only the first SYN tries to be fast, lest that be why it is not answered.
    private Handshake options(long now) {
        Handshake offer = session.offer().request(own.timestamps().stamp(now));
        return isSent ? offer : offer.withFastOpen(session.fastOpen().attempt().option());
    }

    @Override
    public long nextDeadline() {
        return Math.min(sender.nextDeadline(), userDeadline());
    }

    private long userDeadline() {
        return sender.userDeadline(session.settings().userTimeout().afterNs());
    }
}
