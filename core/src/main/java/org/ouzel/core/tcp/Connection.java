package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/**
 * A connection whose both ends have sent a SYN: the states from SYN-RECEIVED to LAST-ACK. It decides in which of them it is, by what a
 * segment means (RFC 9293 §3.10.7.4, of which {@link Admission}, {@link AckArrival} and {@link TextArrival} are the steps), by what the
 * user calls and by the time, and what it sends.
 */
final class Connection extends Phase implements Kept {
    private final Parts parts;
    private final Session session;
    private final Sender sender;
    private final Receiver receiver;
    private final AckTiming acks;

    /** Where a passive open returns to when its handshake fails. */
    private final Optional<Listener> origin;

    private final SegmentAssembly assembly;
    private final Admission admission;
    private final AckArrival acknowledgment;
    private final TextArrival text;
    private State state = State.SYN_RECEIVED;
    private long openedAt;

    /** Whether the segment that has come last was to be expected, and may be answered together with others. */
    private boolean expected;

    /** One of which the peer's SYN has come. */
    Connection(Parts parts, Optional<Listener> origin) {
        this.parts = parts;
        this.session = parts.session();
        this.sender = parts.sender();
        this.receiver = parts.receiver();
        this.acks = parts.acks();
        this.origin = origin;
        this.assembly = new SegmentAssembly(parts);
        this.text = new TextArrival(parts);
        this.admission = new Admission(parts, text);
        this.acknowledgment = new AckArrival(parts);
    }

    // ---- How it opens

    // RFC 7413 §4.2.2: the data is for the user, who may answer it, before the handshake is over.
    /** The request was fast by right. */
    void openEarly(TcpSegment syn, long now) {
        sender.openEarly();
        sender.onWindow(syn.window(), now);
        session.signal(Signal.OPENED);
        if (syn.payload().length() > 0) {
            text.onText(syn, 1, state.canSend(), now);
        }
        if (receiver.rcvNxt() > 1) {
            session.fastOpen().onDataTaken();
        }
    }

    /** The SYN that has come answers ours. */
    Phase onAnswered(TcpSegment syn, long now) {
        acknowledgment.onAnswer(syn, now);
        establish(now);
        acks.atOnce();
        return afterText(syn, 0, now);
    }

    private void establish(long now) {
        openedAt = now;
        if (state == State.SYN_RECEIVED) {
            state = State.ESTABLISHED;
        }
        if (!session.fastOpen().opensEarly()) {
            session.signal(Signal.OPENED);
        }
    }

    // ---- SEGMENT ARRIVES, RFC 9293 §3.10.7.4

    @Override
    public Phase onSegment(TcpSegment segment, EcnCodepoint codepoint, long now) {
        expected = false;
        session.counters().segmentsIn++;
        long position = receiver.positions().nearest(segment.seq(), receiver.rcvNxt());
        boolean opening = state == State.SYN_RECEIVED;
        return switch (admission.onSegment(segment, codepoint, position, opening, now)) {
            case ADMITTED -> onAdmitted(segment, codepoint, position, now);
            case REFUSED -> this;
            case RESET -> onReset();
            case NEW_SYN -> onNewSyn(now);
            case CONTRADICTORY -> mayListenAgain() ? denyRequest(now) : abort(new Ending.LocalAbort(), now);
        };
    }

    private Phase onReset() {
        if (state != State.SYN_RECEIVED || session.fastOpen().opensEarly()) {
            return end(new Ending.RemoteAbort());
        }
        sender.discard();
        receiver.discard();
        return origin.<Phase>map(listener -> listener).orElseGet(() -> end(new Ending.Refused()));
    }

    // RFC 9293 §3.10.7.4, fourth: a passive open returns to LISTEN; else RFC 5961 §4.2: a challenge, whatever its
    // number.
    private Phase onNewSyn(long now) {
        return mayListenAgain() ? listenAgain() : challenge(now);
    }

    private Phase challenge(long now) {
        admission.challenge(now);
        return this;
    }

    private Phase onAdmitted(TcpSegment segment, EcnCodepoint codepoint, long position, long now) {
        boolean told = onEcn(segment, codepoint);
        if (position <= assembly.lastAckSent() && parts.negotiated().isStamped(segment)) {
            parts.timestamps().update(segment.options().tsValue(), now);
        }
        Phase next = onAcknowledgment(segment, position, now);
        expected &= !told;
        return next;
    }

    // RFC 3168 §6.1.5: "the TCP data receiver SHOULD ignore the ECN field on arriving data packets that are outside of
    // the receiver's current window." §6.1.6: "if a window probe arrives with the CE codepoint set, then the receiver
    // SHOULD respond to the ECN indications." A probe of a closed window is one byte; what is more lies outside.
    /** Returns whether the peer is to be told of marks at once, and by each acknowledgment. */
    private boolean onEcn(TcpSegment segment, EcnCodepoint codepoint) {
        if (receiver.rcvWnd() == 0 && segment.payload().length() > 1) {
            return false;
        }
        boolean waits = assembly.lastAckSent() < receiver.rcvNxt();
        boolean tells = parts.ecn().onSegment(segment, codepoint, waits) == EcnReceiver.Change.TELL_AT_ONCE;
        if (tells) {
            acks.atOnce();
        }
        return tells;
    }

    private Phase onAcknowledgment(TcpSegment segment, long position, long now) {
        switch (acknowledgment.judge(segment, state == State.SYN_RECEIVED)) {
            case REFUSED -> {
                return this;
            }
            case IMPLAUSIBLE -> {
                return challenge(now);
            }
            case OPENS -> establish(now);
            case PLAUSIBLE -> {}
        }
        acknowledgment.take(segment, position, now);
        return sender.isFinAcknowledged()
                ? onFinAcknowledged(segment, position, now)
                : afterAck(segment, position, now);
    }

    private Phase onFinAcknowledged(TcpSegment segment, long position, long now) {
        if (state == State.FIN_WAIT_1) {
            parts.patience().onProgress(now);
        }
        state = state.afterFinAcknowledged();
        return switch (state) {
            case TIME_WAIT -> rest(now);
            case CLOSED -> end(Closed.GRACEFULLY);
            case LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK ->
                afterAck(segment, position, now);
        };
    }

    private Phase afterAck(TcpSegment segment, long position, long now) {
        if (!state.canReceive()) {
            if (segment.sequenceLength() > 0) {
                acks.atOnce();
            }
            return this;
        }
        return afterText(segment, position, now);
    }

    private Phase afterText(TcpSegment segment, long position, long now) {
        return switch (text.onSegment(segment, position, state.canSend(), now)) {
            case EXPECTED -> {
                expected = true;
                yield this;
            }
            case GOES_ON -> this;
            case LOST -> acknowledgesResets() ? refuse() : abort(new Ending.LocalAbort(), now);
            case PEER_CLOSES -> onFinReceived(now);
        };
    }

    private Phase onFinReceived(long now) {
        session.signal(Signal.PEER_CLOSED);
        session.signal(Signal.READABLE);
        acks.onFin(state.canSend(), sender.rtt(), now);
        state = state.afterFinReceived();
        return state == State.TIME_WAIT ? rest(now) : this;
    }

    // ---- The user's calls

    /** CLOSE, RFC 9293 §3.10.4. */
    void close(long now) {
        if (state.canSend()) {
            sender.finish(now);
            state = state.afterClose();
        }
        parts.patience().onProgress(now);
    }

    /** Nobody will read any more: what comes is answered by a reset. */
    void forsake() {
        text.forsake();
    }

    /** Data is to be acknowledged at once, or is not. */
    void onQuickAcks(boolean quick) {
        acks.onQuick(quick, receiver.unread() == 0);
    }

    /** An ICMP error quotes what was sent before the handshake was done, or after. */
    Phase onIcmp(Ending.IcmpReport report, Ending.Severity severity) {
        boolean fatal = session.settings().tuning().habits().answers().softErrors() == TcpHabits.SoftErrors.FATAL
                && severity == Ending.Severity.SOFT
                && state == State.SYN_RECEIVED
                && !session.fastOpen().opensEarly();
        if (!fatal) {
            return this;
        }
        return mayListenAgain() ? listenAgain() : end(new Ending.Unreachable(report));
    }

    /** The user has read: the window may have opened so far that the peer should know. */
    void onRead(long now) {
        parts.patience().onProgress(now);
        receiver.onRead(sender.mss(), now);
        acks.onRead(receiver.unread() == 0);
        if (state.canReceive() && receiver.isWorthTelling(sender.mss())) {
            acks.onWindow();
        }
    }

    // ---- How it ends

    /** It is over, and the peer is told nothing. */
    Closed end(Ending ending) {
        return end(new Closed(ending));
    }

    private Closed end(Closed closed) {
        sender.discard();
        receiver.discardOutOfOrder();
        session.signal(Signal.ENDED);
        return closed;
    }

    /** ABORT, RFC 9293 §3.10.5: the peer is told by a reset. */
    Closed abort(Ending ending, long now) {
        session.reply(acknowledgesResets() ? assembly.acknowledgingReset(now) : assembly.reset(now));
        receiver.discard();
        return end(ending);
    }

    /** Answers what will be read by nobody as if there was no connection, by a bare reset. */
    private Closed refuse() {
        session.replyReset(sender.positions().sequence(sender.controlPosition()));
        receiver.discard();
        return end(new Ending.LocalAbort());
    }

    private boolean acknowledgesResets() {
        return session.settings().tuning().habits().answers().acknowledgingResets();
    }

    /** TIME-WAIT begins: both ends have closed, and the user is told that the connection is over. */
    private TimeWait rest(long now) {
        sender.discard();
        session.signal(Signal.ENDED);
        TimeWait rest = new TimeWait(
                session,
                sender.positions().sequence(sender.sndNxt()),
                receiver.positions().sequence(receiver.rcvNxt()),
                parts.negotiated().timestamps() ? Optional.of(parts.timestamps()) : Optional.empty(),
                now);
        if (acks.isDue()) {
            session.reply(assembly.acknowledgment(now));
        }
        return rest;
    }

    private Listener denyRequest(long now) {
        session.reply(assembly.reset(now));
        return listenAgain();
    }

    private Listener listenAgain() {
        sender.discard();
        return origin.orElseThrow();
    }

    // ---- Time

    @Override
    public Phase onTimer(long now) {
        if (now >= session.pathMtuDeadline()) {
            parts.forgetPathMtu();
        }
        if (receiver.becomesQuiet(now)) {
            session.signal(Signal.READABLE);
        }
        sender.onTimer(now);
        acks.onTimer(now, sender.rtt().rtoNs());
        return switch (parts.patience().onTimer(now, state, mayListenAgain())) {
            case WAITS -> this;
            case USER_TIMEOUT -> onUserTimeout(now);
            // RFC 9293 §3.6.1: received data that nobody has read makes it a reset.
            case PEER_DOES_NOT_CLOSE ->
                receiver.unread() > 0 ? abort(new Ending.LocalAbort(), now) : end(new Ending.LocalAbort());
            case REQUEST_FORGOTTEN -> listenAgain();
            case SENT_TOO_OFTEN -> end(new Ending.UserTimeout(sender.ackWait().waitedNs(now)));
            case PEER_LOST -> abort(new Ending.KeepAliveTimeout(), now);
        };
    }

    // RFC 9293 §3.9.1.1: "the TCP endpoint will abort the connection", and §3.6 has an "abort" as that "in which one or
    // more RST segments are sent". So the peer is told, though §3.10.8 names no reset: if it can be reached again, it
    // need not wait for a time of its own.
    private Phase onUserTimeout(long now) {
        if (mayListenAgain()) {
            return denyRequest(now);
        }
        Ending ending = new Ending.UserTimeout(session.settings().userTimeout().afterNs());
        return session.settings().tuning().habits().timing().givingUp() == TcpHabits.GivingUp.TIMED
                ? end(ending)
                : abort(ending, now);
    }

    @Override
    public long nextDeadline() {
        long deadline = Math.min(sender.nextDeadline(), acks.deadline());
        deadline = Math.min(deadline, receiver.quietDeadline());
        deadline = Math.min(deadline, session.pathMtuDeadline());
        return Math.min(deadline, parts.patience().deadline(state));
    }

    // ---- Sending

    @Override
    public void poll(long now, SegmentOutput out) {
        boolean atLowWaterMark = sender.isAtLowWaterMark();
        if (parts.ecn().owesEcho()) {
            // RFC 9768 §3.2.2.1: before any data, a segment that tells how the answer to our SYN has come.
            session.send(assembly.acknowledgment(now), out);
        }
        for (Outgoing next = sender.next(now); next != null; next = sender.next(now)) {
            session.send(assembly.departing(next, now), out);
        }
        if (parts.patience().takeProbe()) {
            session.send(assembly.keepAliveProbe(now), out);
        }
        if (sender.urgent().takeToTell(sender.sndNxt()) || acks.isDue()) {
            session.send(assembly.acknowledgment(now), out);
        }
        if (atLowWaterMark && !sender.isAtLowWaterMark()) {
            session.signal(Signal.BELOW_LOW_WATER);
        }
    }

    // ---- While nothing happens

    /** Whether nothing waits for anything but for what the peer or the user does next, or for a deadline far away. */
    boolean isAtRest() {
        return isSettled() && session.isAtRest() && sender.isAtRest() && receiver.isAtRest() && acks.isAtRest();
    }

    private boolean isSettled() {
        return switch (state) {
            case ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT ->
                !session.fastOpen().isOpenEarly() && !parts.ecn().owesEcho();
            case LISTEN, SYN_SENT, SYN_RECEIVED, FIN_WAIT_1, CLOSING, LAST_ACK, TIME_WAIT, CLOSED -> false;
        };
    }

    @Override
    public void keep(Ledger ledger) {
        parts.keep(ledger);
        assembly.keep(ledger);
        admission.keep(ledger);
        acknowledgment.keep(ledger);
        text.keep(ledger);
        state = ledger.entry(state, State.values());
        openedAt = ledger.entry(openedAt);
        expected = ledger.entry(expected);
    }

    // ---- What others ask

    @Override
    public State state() {
        return state;
    }

    /** Whether this is a passive open whose handshake is not done: when it fails, it listens again. */
    boolean mayListenAgain() {
        return state == State.SYN_RECEIVED && origin.isPresent();
    }

    /** Whether the segment that has come last was to be expected, and may be answered together with others. */
    boolean isExpected() {
        return expected;
    }

    TcbInsight.Times times() {
        return new TcbInsight.Times(
                Math.max(sender.lastSentAt(), openedAt),
                Math.max(receiver.lastArrivalAt(), openedAt),
                parts.patience().heardAt());
    }

    /** What it is made of. */
    Parts parts() {
        return parts;
    }
}
