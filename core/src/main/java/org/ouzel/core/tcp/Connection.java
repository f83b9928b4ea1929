package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/**
 * A connection whose both ends have sent a SYN: the states from SYN-RECEIVED to LAST-ACK. It decides what a segment means
 * (RFC 9293 §3.10.7.4, step by step) and leaves the work to its {@link Sender} and its {@link Receiver}.
 *
 * <p>It is long because the RFC's steps are one procedure, and every step may be the one that changes the state.
 */
final class Connection implements Phase, Kept {
    private final Session session;

    /** What the user had chosen when the peer's SYN came. */
    private final TcpSettings begunWith;

    private final Sender sender;
    private final Receiver receiver;
    private final TimestampClock timestamps;
    private final Negotiated negotiated;

    /** Where a passive open returns to when its handshake fails. */
    private final Optional<Listener> origin;

    private final AckTiming acks;
    private final ReplyLimit replyLimit;
    private final Patience patience;
    private final EcnReceiver ecn;
    private final RepeatedSyn repeatedSyn;
    private final SegmentAssembly assembly;
    private final TextArrival text;
    private final Workbench workbench;
    private State state;

    /** SND.WL1 and SND.WL2 as positions: the segment that the send window was taken from. */
    private long sndWl1;

    private long sndWl2;

    private long openedAt;

    /** Whether the segment that has come last was to be expected, and may be answered together with others. */
    private boolean expected;

    /** One of which the peer's SYN has come, at a time. */
    Connection(Parts parts, Optional<Listener> origin, long now) {
        this.session = parts.session();
        this.begunWith = session.settings();
        this.workbench = session.environment().workbench();
        this.sender = parts.sender();
        this.timestamps = parts.timestamps();
        this.receiver = parts.receiver();
        this.negotiated = parts.negotiated();
        this.acks = parts.acks();
        this.origin = origin;
        this.replyLimit =
                new ReplyLimit(session.settings().tuning().habits().answers().intervalNs());
        this.patience = new Patience(session, sender, now);
        this.ecn = EcnReceiver.of(session);
        this.repeatedSyn = new RepeatedSyn(session, ecn, replyLimit);
        this.assembly = new SegmentAssembly(parts, ecn);
        this.state = State.SYN_RECEIVED;
        this.text = new TextArrival(parts, patience);
    }

    private static Connection begin(OwnEnd own, Optional<Listener> origin, PeerSyn syn) {
        Parts parts = Parts.of(own, syn);
        own.session().ecn().onReceived(syn.segment(), syn.ecn());
        if (parts.negotiated().isStamped(syn.segment())) {
            parts.timestamps().update(syn.segment().options().tsValue(), syn.at());
        }
        Connection connection = new Connection(parts, origin, syn.at());
        connection.onPathMss();
        return connection;
    }

    /**
     * A request has come to a listener. Data with it is taken where it was fast by right; else it waits to be sent again (RFC 9293
     * §3.10.7.2 allows it).
     */
    static Connection passive(Session session, Listener origin, PeerSyn request) {
        OwnEnd own = OwnEnd.of(session, request.at());
        session.settle(Offer.answering(request.options(), session.settings(), session.announcedMss()));
        session.counters().segmentsIn++;
        own.sender().onSynWindow(request.segment().window());
        if (!session.fastOpen().opensEarly()) {
            return begin(own, Optional.of(origin), request);
        }
        // The user has it from now on: it does not return to LISTEN.
        Connection connection = begin(own, Optional.empty(), request);
        connection.openEarly(request.segment(), request.at());
        return connection;
    }

    // RFC 7413 §4.2.2: the data is for the user, who may answer it, before the handshake is over.
    private void openEarly(TcpSegment syn, long now) {
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

    /** A SYN has come in SYN-SENT: an answer to ours if it acknowledges it, a simultaneous open if not. */
    static Phase active(OwnEnd own, PeerSyn syn) {
        own.session().settle(own.session().offer());
        Connection connection = begin(own, Optional.empty(), syn);
        if (!syn.isAnswer()) {
            own.sender().resendSyn();
            return connection;
        }
        return connection.onAnswered(syn.segment(), syn.at());
    }

    private Phase onAnswered(TcpSegment syn, long now) {
        long ack = sender.positions().nearest(syn.ack(), 1);
        session.fastOpen().onAnswered(syn, negotiated.peerMss(), ack, session.counters().timeouts > 0);
        long echoedAtNs = timestamps.echoedAtNs(negotiated.echoReply(syn), now);
        agreeOnEcn();
        EcnFeedback told = EcnFeedback.ofAnswer(sender.ecn(), syn);
        sender.onAcknowledgment(
                workbench.feedback().tell(now, ack, SelectiveAcknowledgment.NONE, echoedAtNs, false, told));
        sndWl2 = ack;
        sender.onWindow(syn.window(), now); // RFC 7323 §2.2: the window of a SYN is never scaled
        sender.resendRefused();
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

    private void agreeOnEcn() {
        sender.onEcnAgreed(session.ecn());
    }

    // ---- SEGMENT ARRIVES, RFC 9293 §3.10.7.4

    @Override
    public Phase onSegment(TcpSegment segment, EcnCodepoint codepoint, long now) {
        expected = false;
        session.counters().segmentsIn++;
        long position = receiver.positions().nearest(segment.seq(), receiver.rcvNxt());
        if (negotiated.timestamps()
                && TimestampClock.isMissing(segment, session.settings().tuning().offers())) {
            session.drop(DropReason.MISSING_TIMESTAMP);
            return this;
        }
        if (negotiated.timestamps() && timestamps.isOld(segment, now) && !text.isLate(segment, position)) {
            return unacceptable(segment, codepoint, DropReason.OLD_TIMESTAMP, now);
        }
        SegmentCheck check = SegmentCheck.of(position, segment.sequenceLength(), receiver.rcvNxt(), receiver.rcvWnd());
        if (check == SegmentCheck.OUTSIDE) {
            return unacceptable(segment, codepoint, DropReason.OUT_OF_WINDOW, now);
        }
        patience.onHeard(now);
        if (segment.has(TcpFlags.RST)) {
            return onReset(position, now);
        }
        if (segment.has(TcpFlags.SYN)) {
            return onSyn(position, now);
        }
        if (!segment.has(TcpFlags.ACK)) {
            session.drop(DropReason.UNEXPECTED_FLAGS);
            return this;
        }
        boolean told = onEcn(segment, codepoint);
        if (position <= assembly.lastAckSent() && negotiated.isStamped(segment)) {
            timestamps.update(segment.options().tsValue(), now);
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
        boolean tells = ecn.onSegment(segment, codepoint, waits) == EcnReceiver.Change.TELL_AT_ONCE;
        if (tells) {
            acks.atOnce();
        }
        return tells;
    }

    // RFC 9293 §3.10.7.4: "If an incoming segment is not acceptable, an acknowledgment should be sent in reply
    // (unless the RST bit is set, if so drop the segment and return)". One without data is answered only so often, or
    // two ends could answer each other for ever.
    private Phase unacceptable(TcpSegment segment, EcnCodepoint codepoint, DropReason reason, long now) {
        session.drop(reason);
        long position = receiver.positions().nearest(segment.seq(), receiver.rcvNxt());
        text.onRefused(segment, position);
        if (segment.sequenceLength() > 0) {
            acks.onRepeated();
        }
        if (segment.has(TcpFlags.SYN) && !segment.has(TcpFlags.RST) && position == 0) {
            return onSynAgain(new PeerSyn(segment, codepoint, now));
        }
        if (!segment.has(TcpFlags.RST) && (segment.sequenceLength() > 0 || replyLimit.admit(now))) {
            acks.atOnce();
        }
        return this;
    }

    private Phase onSynAgain(PeerSyn syn) {
        switch (repeatedSyn.onSyn(syn, state == State.SYN_RECEIVED)) {
            case ACKNOWLEDGMENT -> acks.atOnce();
            case ANSWER_AGAIN -> {
                sender.ackWait().onAskedFor();
                sender.answerSynAgain(syn.at());
            }
            case RESET -> {
                return resetRequest(syn.at());
            }
        }
        return this;
    }

    private Phase resetRequest(long now) {
        if (!mayListenAgain()) {
            return abort(new Ending.LocalAbort(), now);
        }
        session.reply(assembly.reset(now));
        return listenAgain();
    }

    // RFC 5961 §3.2, and RFC 9293 §3.10.7.4, second
    private Phase onReset(long position, long now) {
        if (position != receiver.rcvNxt()) {
            challenge(now);
            return this;
        }
        if (state != State.SYN_RECEIVED || session.fastOpen().opensEarly()) {
            return end(new Ending.RemoteAbort());
        }
        sender.discard();
        receiver.discard();
        return origin.<Phase>map(listener -> listener).orElseGet(() -> end(new Ending.Refused()));
    }

    // RFC 9293 §3.10.7.4, fourth: a passive open returns to LISTEN; else RFC 5961 §4.2: a challenge, whatever its
    // number. The request itself, come again with text that reaches into the window, is not the SYN that is meant.
    private Phase onSyn(long position, long now) {
        if (mayListenAgain() && position >= receiver.rcvNxt()) {
            return listenAgain();
        }
        challenge(now);
        return this;
    }

    private void challenge(long now) {
        session.drop(DropReason.CHALLENGED);
        if (replyLimit.admit(now)) {
            acks.atOnce();
        }
    }

    private Phase onAcknowledgment(TcpSegment segment, long position, long now) {
        long ack = sender.positions().nearest(segment.ack(), sender.sndUna());
        if (state == State.SYN_RECEIVED && (ack <= 0 || ack > sender.sndNxt())) {
            session.replyReset(segment.ack());
            session.drop(DropReason.BAD_ACKNOWLEDGMENT);
            return this;
        }
        // RFC 5961 §5.2: "((SND.UNA - MAX.SND.WND) <= SEG.ACK <= SND.NXT)"
        if (ack > sender.sndNxt() || ack < sender.sndUna() - sender.maxSndWnd()) {
            session.drop(DropReason.BAD_ACKNOWLEDGMENT);
            challenge(now);
            return this;
        }
        // Also after a CLOSE in SYN-RECEIVED: the user is told that it opened before he is told that it ended.
        boolean opens = sender.sndUna() == 0 && ack > 0;
        if (opens) {
            session.fastOpen().onAcknowledged(ack, session.counters().timeouts > 0);
            agreeOnEcn();
            establish(now);
        }
        long window = (long) segment.window() << negotiated.sendScale();
        boolean repeats = ack == sender.sndUna()
                && segment.sequenceLength() == 0
                && window > 0 // what answers a probe of a closed window tells of no loss
                && window == sender.sndWnd();
        timestamps.heard(negotiated.echoReply(segment), now);
        boolean advances = ack >= sender.sndUna() && sender.onAcknowledgment(feedback(segment, ack, repeats, now));
        if (advances) {
            session.signal(Signal.ACKNOWLEDGED);
        }
        // SND.WL1 and SND.WL2 keep old segments from updating the window. What acknowledges more than any before it
        // is not old, though its text was sent before: without its window the former one would slide on beyond what
        // the peer takes.
        boolean newer = sndWl1 < position || (sndWl1 == position && sndWl2 <= ack);
        if (opens || advances || (ack >= sender.sndUna() && newer)) {
            sndWl1 = position;
            sndWl2 = ack;
            sender.onWindow(window, now);
        }
        if (opens && !session.fastOpen().opensEarly()) {
            sender.resendRefused();
        }
        return sender.isFinAcknowledged()
                ? onFinAcknowledged(segment, position, now)
                : afterAck(segment, position, now);
    }

    private Feedback feedback(TcpSegment segment, long ack, boolean repeats, long now) {
        SelectiveAcknowledgment sack = SelectiveAcknowledgment.NONE;
        if (segment.options() instanceof Transfer transfer && negotiated.sack()) {
            session.counters().sackBlocksIn += transfer.sackBlocks().size();
            sack = SelectiveAcknowledgment.of(transfer.sackBlocks(), sender.positions(), ack, sender.sndNxt());
        }
        EcnFeedback told = EcnFeedback.of(sender.ecn(), segment, sender.sndUna() == 0 && ack > 0);
        long echoedAtNs = timestamps.echoedAtNs(negotiated.echoReply(segment), now);
        return workbench.feedback().tell(now, ack, sack, echoedAtNs, repeats, told);
    }

    private Phase onFinAcknowledged(TcpSegment segment, long position, long now) {
        if (state == State.FIN_WAIT_1) {
            patience.onProgress(now);
        }
        state = state.afterFinAcknowledged();
        return switch (state) {
            case TIME_WAIT -> rest(now);
            case CLOSED -> end(new Ending.Graceful());
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

    /** TIME-WAIT begins: both ends have closed, and the user is told that the connection is over. */
    private TimeWait rest(long now) {
        sender.discard();
        session.signal(Signal.ENDED);
        TimeWait rest = new TimeWait(
                session,
                sender.positions().sequence(sender.sndNxt()),
                receiver.positions().sequence(receiver.rcvNxt()),
                negotiated.timestamps() ? Optional.of(timestamps) : Optional.empty(),
                now);
        if (acks.isDue()) {
            session.reply(assembly.acknowledgment(now));
        }
        return rest;
    }

    Closed end(Ending ending) {
        sender.discard();
        receiver.discardOutOfOrder();
        session.signal(Signal.ENDED);
        return new Closed(ending);
    }

    // ---- The user's calls

    /** CLOSE, RFC 9293 §3.10.4. */
    void close(long now) {
        if (state.canSend()) {
            sender.finish(now);
            state = state.afterClose();
        }
        patience.onProgress(now);
    }

    /** Nobody will read any more: what comes is answered by a reset. */
    void forsake() {
        text.forsake();
    }

    /** What the user chose has changed. */
    void onSettings(TcpSettings settings) {
        sender.onSettings(settings);
        receiver.onSettings(settings);
        acks.onSettings(settings.tuning().flow().acknowledging());
        patience.onSettings(settings.tuning().retries());
    }

    /** Data is to be acknowledged at once, or is not. */
    void onQuickAcks(boolean quick) {
        acks.onQuick(quick, receiver.unread() == 0);
    }

    TcbInsight.Acks acks() {
        return acks.told();
    }

    TcbInsight.Times times() {
        return new TcbInsight.Times(
                Math.max(sender.lastSentAt(), openedAt),
                Math.max(receiver.lastArrivalAt(), openedAt),
                patience.heardAt());
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

    /** ABORT, RFC 9293 §3.10.5: the peer is told by a reset. */
    Closed abort(Ending ending, long now) {
        session.reply(acknowledgesResets() ? assembly.acknowledgingReset(now) : assembly.reset(now));
        receiver.discard();
        return end(ending);
    }

    private boolean acknowledgesResets() {
        return session.settings().tuning().habits().answers().acknowledgingResets();
    }

    /** Answers what will be read by nobody as if there was no connection, by a bare reset. */
    private Closed refuse() {
        session.replyReset(sender.positions().sequence(sender.controlPosition()));
        receiver.discard();
        return end(new Ending.LocalAbort());
    }

    /** The user has read: the window may have opened so far that the peer should know. */
    void onRead(long now) {
        patience.onProgress(now);
        receiver.onRead(sender.mss(), now);
        acks.onRead(receiver.unread() == 0);
        if (state.canReceive() && receiver.isWorthTelling(sender.mss())) {
            acks.onWindow();
        }
    }

    /** Something was done with what the peer sends: the connection is not idle. */
    void onProgress(long now) {
        patience.onProgress(now);
    }

    /** The path carries other sizes than before, or the handshake has told what the peer takes. */
    void onPathMss() {
        sender.onBundles(session.bundleBytes());
        sender.onSegmentSize(negotiated.effectiveSendMss(session.pathMss()));
    }

    // ---- Time

    @Override
    public Phase onTimer(long now) {
        if (now >= session.pathMtuDeadline()) {
            session.forgetPathMtu();
            onPathMss();
        }
        if (receiver.becomesQuiet(now)) {
            session.signal(Signal.READABLE);
        }
        sender.onTimer(now);
        acks.onTimer(now, sender.rtt().rtoNs());
        return switch (patience.onTimer(now, state, mayListenAgain())) {
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
            session.reply(assembly.reset(now));
            return listenAgain();
        }
        Ending ending = new Ending.UserTimeout(session.settings().userTimeout().afterNs());
        return session.settings().tuning().habits().timing().givingUp() == TcpHabits.GivingUp.TIMED
                ? end(ending)
                : abort(ending, now);
    }

    private Listener listenAgain() {
        sender.discard();
        return origin.orElseThrow();
    }

    @Override
    public long nextDeadline() {
        long deadline = Math.min(sender.nextDeadline(), acks.deadline());
        deadline = Math.min(deadline, receiver.quietDeadline());
        deadline = Math.min(deadline, session.pathMtuDeadline());
        return Math.min(deadline, patience.deadline(state));
    }

    // ---- Sending

    @Override
    public void poll(long now, SegmentOutput out) {
        boolean atLowWaterMark = sender.isAtLowWaterMark();
        if (ecn.owesEcho()) {
            // RFC 9768 §3.2.2.1: before any data, a segment that tells how the answer to our SYN has come.
            session.send(assembly.acknowledgment(now), out);
        }
        for (Outgoing next = sender.next(now); next != null; next = sender.next(now)) {
            session.send(assembly.departing(next, now), out);
        }
        if (patience.takeProbe()) {
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
            case ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT -> !session.fastOpen().isOpenEarly() && !ecn.owesEcho();
            case LISTEN, SYN_SENT, SYN_RECEIVED, FIN_WAIT_1, CLOSING, LAST_ACK, TIME_WAIT, CLOSED -> false;
        };
    }

    @Override
    public void keep(Ledger ledger) {
        sender.keep(ledger);
        receiver.keep(ledger);
        timestamps.keep(ledger);
        acks.keep(ledger);
        replyLimit.keep(ledger);
        patience.keep(ledger);
        ecn.keep(ledger);
        assembly.keep(ledger);
        text.keep(ledger);
        state = ledger.entry(state, State.values());
        sndWl1 = ledger.entry(sndWl1);
        sndWl2 = ledger.entry(sndWl2);
        openedAt = ledger.entry(openedAt);
        expected = ledger.entry(expected);
        // The parts count when they are made.
        session.counters().keep(ledger);
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

    /** Whether the user has it though the handshake is not over. */
    boolean isOpenEarly() {
        return session.fastOpen().isOpenEarly();
    }

    /** Whether the segment that has come last was to be expected, and may be answered together with others. */
    boolean isExpected() {
        return expected;
    }

    TcbInsight.Agreed agreed() {
        return negotiated.told();
    }

    boolean hasReceivedEct() {
        return ecn.hasReceivedEct();
    }

    /** What both ends have counted, where accurate ECN is agreed on. */
    Optional<TcbInsight.Marks> marks() {
        return ecn.marks(sender.accurateEcn());
    }

    int unansweredProbes() {
        return patience.unansweredProbes();
    }

    Session session() {
        return session;
    }

    /** What the user had chosen when the peer's SYN came. */
    TcpSettings begunWith() {
        return begunWith;
    }

    TimestampClock timestamps() {
        return timestamps;
    }

    Negotiated negotiated() {
        return negotiated;
    }

    Sender sender() {
        return sender;
    }

    Receiver receiver() {
        return receiver;
    }
}
