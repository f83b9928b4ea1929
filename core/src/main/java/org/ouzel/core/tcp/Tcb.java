package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/**
 * A transmission control block (RFC 9293 §3.3.1): what a user's local connection name stands for. It takes segments, times and the user's
 * calls for the phase that the connection is in.
 *
 * <p>After anything was put in, {@link #poll} gives what is to be sent, {@link #nextDeadline} when {@link #onTimer} is to be
 * called, and {@link #takeSignals} what the user should know. One block serves one open after the other.
 *
 * <p>It is long because it is all that the core has for who uses a connection: a method for each call, and next to nothing in it.
 */
public final class Tcb {
    private final Environment environment;
    private final Supplier<CongestionControl> congestion;
    private final Signals signals = new Signals();

    /** Null until there is one. */
    private @Nullable IcmpReports reports;

    /** Has the phase. */
    private final Occupant occupant;

    private boolean receiving;
    private @Nullable Keeper keeper;
    private @Nullable Object attachment;

    /** A block on which nothing is open. */
    public Tcb(Environment environment, TcpSettings settings, Supplier<CongestionControl> congestion) {
        this.environment = environment;
        this.congestion = congestion;
        this.occupant = new Occupant(environment, settings, signals);
    }

    // ---- OPEN

    /**
     * OPEN, active (RFC 9293 §3.10.1).
     *
     * @param mtu the MTU of the link
     * @throws CallRefused if something is open already
     */
    public void activeOpen(FourTuple tuple, int mtu, long now) throws CallRefused {
        activeOpen(tuple, mtu, FastOpenAttempt.NONE, now);
    }

    /**
     * OPEN, active, that tries to be fast (RFC 7413): what is written until {@link #poll} goes with the SYN, as far as
     * {@link #synRoom} tells that it may.
     *
     * @param mtu the MTU of the link
     * @throws CallRefused if something is open already
     */
    public void activeOpen(FourTuple tuple, int mtu, FastOpenAttempt attempt, long now) throws CallRefused {
        begin();
        Session opened = session(tuple, FastOpenExchange.of(attempt), mtu);
        occupant.become(new SynSent(opened, now));
    }

    /**
     * OPEN, passive (RFC 9293 §3.10.1).
     *
     * @param commandDeadline when it fails for want of a request; {@link Long#MAX_VALUE} for never
     * @throws CallRefused if something is open already
     */
    public void passiveOpen(long commandDeadline) throws CallRefused {
        begin();
        occupant.become(new Listener(commandDeadline));
    }

    private void begin() throws CallRefused {
        switch (phase()) {
            case Closed closed -> {}
            case TimeWait rest -> throw new CallRefused(Refusal.CONNECTION_CLOSING);
            case Listener listener -> throw new CallRefused(Refusal.PASSIVE_OPEN_PENDING);
            case SynSent sent -> throw new CallRefused(Refusal.CONNECTION_ALREADY_EXISTS);
            case Connection connection -> throw new CallRefused(Refusal.CONNECTION_ALREADY_EXISTS);
        }
        release();
        signals.clear();
        reports = null;
        occupant.forget();
    }

    private Phase phase() {
        return occupant.phase();
    }

    /** How many bytes of data may go with a SYN that has not left yet. */
    public int synRoom(long now) {
        return phase() instanceof SynSent sent ? sent.synRoom(now) : 0;
    }

    private Session session(FourTuple tuple, FastOpenExchange fastOpen, int mtu) {
        TcpSettings settings = settings();
        CongestionControl control = congestion.get();
        int initialSegments = settings.tuning().flow().initialSegments();
        if (initialSegments > 0) {
            control.onInitialSegments(initialSegments);
        }
        if (settings.tuning().habits().sending().unit() == TcpHabits.Unit.SEGMENTS) {
            control.onCountingSegments();
        }
        Session opened = new Session(tuple, settings, environment, control, signals, fastOpen, mtu);
        opened.receiving(receiving);
        return opened;
    }

    // ---- SEND, RECEIVE, CLOSE, ABORT

    /**
     * SEND (RFC 9293 §3.10.2): takes data into the send buffer, as much as there is room for.
     *
     * @param push whether everything unsent is to go out now
     * @param urgent whether the urgent pointer is to cover all of the data; the caller then sends the rest of it next, or
     *     calls {@link #cutUrgent}
     * @return how many bytes were taken
     * @throws CallRefused if the state does not allow it
     */
    public int write(MemorySegment data, boolean push, boolean urgent, long now) throws CallRefused {
        return openForSending().write(data, push, urgent, now);
    }

    /** The rest of an urgent send does not come: the urgent region ends with what was taken. */
    public void cutUrgent() {
        Sender sender = occupant.sender();
        if (sender != null) {
            sender.cutUrgent();
        }
    }

    /** Everything unsent is to go out now. */
    public void push() throws CallRefused {
        openForSending().push();
    }

    private Sender openForSending() throws CallRefused {
        Sender open = requireOpen(occupant.sender());
        if (phase() instanceof Closed) {
            throw new CallRefused(Refusal.CONNECTION_DOES_NOT_EXIST);
        }
        if (!phase().state().canSend()) {
            throw new CallRefused(Refusal.CONNECTION_CLOSING);
        }
        return open;
    }

    /**
     * RECEIVE (RFC 9293 §3.10.3): copies out what has come, also after the connection has ended.
     *
     * @throws CallRefused if all was read and nothing is open any more, or the peer has closed
     */
    public ReadResult read(MemorySegment into, long now) throws CallRefused {
        if (phase().state() == State.SYN_SENT) {
            return ReadResult.NOTHING;
        }
        Receiver open = requireOpen(occupant.receiver());
        if (open.isAtEnd()) {
            throw new CallRefused(Refusal.CONNECTION_CLOSING);
        }
        if (phase() instanceof Closed && open.unread() == 0) {
            throw new CallRefused(Refusal.CONNECTION_DOES_NOT_EXIST);
        }
        ReadResult result = open.read(into);
        if (phase() instanceof Connection connection) {
            connection.onRead(now);
        }
        return result;
    }

    /**
     * A RECEIVE is about to wait for more than there is, with memory that any thread may write to. What comes in order is put there at once
     * (RFC 9293 §3.10.7.4, seventh), until {@link #read} is called with the same memory or {@link #giveBack} is.
     */
    public void lend(MemorySegment into) {
        Receiver receiver = occupant.receiver();
        if (receiver != null) {
            receiver.lend(into);
        }
    }

    /**
     * A RECEIVE has ended: if it has not read, all that has come is still to be read, and what it lent is the user's again.
     *
     * @throws IllegalStateException if he has closed its arena: what was in it is lost, and all that has come is dropped with it
     */
    public void giveBack() {
        Receiver receiver = occupant.receiver();
        if (receiver != null) {
            receiver.giveBack();
        }
    }

    /** A call of the user's begins or ceases to wait for data. Meanwhile a closed connection does not count as idle. */
    public void setReceiving(boolean waits) {
        receiving = waits;
        Session session = occupant.session();
        if (session != null) {
            session.receiving(waits);
        }
    }

    /** Something was done with what the peer sends: if the user has closed, the time in which the peer should begins anew. */
    public void onProgress(long now) {
        if (phase() instanceof Connection connection) {
            connection.parts().patience().onProgress(now);
        }
    }

    /**
     * Data is to be acknowledged at once from now on, or is not, until the pace of the connection says otherwise. Where the
     * settings have a standing choice ({@link TcpTuning.Acknowledging#AT_ONCE}, {@link TcpTuning.Acknowledging#DELAYED}), that holds.
     */
    public void acknowledgeQuickly(boolean quickly) {
        if (phase() instanceof Connection connection) {
            connection.onQuickAcks(quickly);
        }
    }

    /** Copies out what has come and was not read, from so many bytes on, and leaves it there; returns how many bytes. */
    public int peek(long offset, MemorySegment into) {
        Receiver receiver = occupant.receiver();
        return receiver == null ? 0 : receiver.peek(offset, into);
    }

    /**
     * CLOSE of both directions (RFC 9293 §3.6.1, MAY-1): the user will not read any more. What is unread, or comes later, makes
     * it a reset, so that the peer knows that it was lost.
     */
    public void closeBothWays(long now) {
        if (phase() instanceof Connection && unreadBytes() > 0) {
            abort(now);
            return;
        }
        if (phase() instanceof Connection connection) {
            connection.forsake();
        }
        close(now);
    }

    private <T> T requireOpen(@Nullable T half) throws CallRefused {
        if (isPassiveOpenPending()) {
            throw new CallRefused(Refusal.PASSIVE_OPEN_PENDING);
        }
        if (half == null) {
            throw new CallRefused(Refusal.CONNECTION_DOES_NOT_EXIST);
        }
        return half;
    }

    /** Whether a passive open has not completed: until then it may listen again, and would lose what it was given. */
    private boolean isPassiveOpenPending() {
        return switch (phase()) {
            case Listener listener -> true;
            case Connection connection -> connection.mayListenAgain();
            case Closed closed -> false;
            case SynSent sent -> false;
            case TimeWait rest -> false;
        };
    }

    /** CLOSE (RFC 9293 §3.10.4): no more data will be sent. A second one changes nothing. */
    public void close(long now) {
        switch (phase()) {
            case Listener listener -> occupant.become(new Closed(new Ending.LocalAbort()));
            case SynSent sent -> occupant.become(sent.end(new Ending.LocalAbort()));
            case Connection connection -> connection.close(now);
            case Closed closed -> {}
            case TimeWait rest -> {}
        }
    }

    /** ABORT (RFC 9293 §3.10.5): drops both directions; the peer is told by a reset. */
    public void abort(long now) {
        switch (phase()) {
            case Listener listener -> occupant.become(new Closed(new Ending.LocalAbort()));
            case SynSent sent -> occupant.become(sent.end(new Ending.LocalAbort()));
            case Connection connection -> occupant.become(connection.abort(new Ending.LocalAbort(), now));
            case Closed closed -> {}
            case TimeWait rest -> {
                rest.cut();
                occupant.become(Closed.GRACEFULLY);
            }
        }
    }

    /** Gives a handshake up without a word to the peer: as if its request had been lost on the way. */
    public void drop() {
        if (phase() instanceof Connection connection) {
            occupant.become(connection.end(new Ending.LocalAbort()));
            release();
        }
    }

    /** Gives back all buffers, when nobody will read any more what has come. */
    public void release() {
        occupant.release();
    }

    /** Whether a segment asks for a connection, and for nothing else: the only kind that a listener takes. */
    public static boolean isRequest(TcpSegment segment) {
        return segment.has(TcpFlags.SYN)
                && !segment.has(TcpFlags.ACK)
                && !segment.has(TcpFlags.RST)
                && !segment.has(TcpFlags.FIN);
    }

    /** The TIME-WAIT that this block is in, for whoever keeps it from then on; empty if it is in none. */
    public Optional<TimeWait> timeWait() {
        return phase() instanceof TimeWait rest ? Optional.of(rest) : Optional.empty();
    }

    /** Leaves TIME-WAIT to whoever keeps it, so that this block can be opened again; elsewhere it changes nothing. */
    public void leaveTimeWaitBehind() {
        occupant.leaveTimeWaitBehind();
    }

    // ---- The network

    /** A request for the listener, as {@link #onRequest(FourTuple, int, Request, long)}, and no fast one. */
    public void onRequest(FourTuple tuple, int mtu, TcpSegment request, EcnCodepoint ecn, long now) {
        onRequest(tuple, mtu, new Request(request, ecn, FastOpenAnswer.NONE), now);
    }

    /** A request for the listener: it becomes a connection in SYN-RECEIVED with the given name. */
    public void onRequest(FourTuple tuple, int mtu, Request request, long now) {
        if (!(occupant.phaseIfAwake() instanceof Listener listener)) {
            throw new AssertionError("a request in " + state());
        }
        Session session = session(tuple, FastOpenExchange.of(request.fastOpen()), mtu);
        occupant.become(listener.onRequest(session, new PeerSyn(request.syn(), request.ecn(), now)));
    }

    /** A segment of this connection, and the codepoint that its IP header had. */
    public void onSegment(TcpSegment segment, EcnCodepoint ecn, long now) {
        occupant.onSegment(segment, ecn, now);
    }

    /**
     * Whether the segment that has come last was to be expected, so that what it causes to be sent may wait for others that have come
     * with it. Where it was not, the peer is to be told of each (RFC 5681 §4.2), and in the beginning too, for its slow start.
     *
     * <p>RFC 9293 SHLD-19 would have every second segment acknowledged. What has come at once has left the network at once, and each
     * acknowledgment more would cost both ends as much as a segment does; what network adapters join is acknowledged likewise.
     */
    public boolean mayWaitForMore() {
        return occupant.phaseIfAwake() instanceof Connection connection && connection.isExpected();
    }

    /**
     * An ICMP error that quotes a segment of this connection. A hard one ends an open that is not answered yet, and nothing
     * else: anybody could have sent it (RFC 5461 §4.1, RFC 5927).
     *
     * @param quotedSeq the sequence number it quotes; one that is not in flight is not believed (RFC 5927 §4.1)
     * @return whether it was believed
     */
    public boolean onIcmp(Ending.IcmpReport report, Ending.Severity severity, int quotedSeq) {
        // Of a dormant connection nothing is in flight: what anybody may have forged does not wake it.
        Sender sender = occupant.senderIfAwake();
        if (sender == null || !sender.isInFlight(quotedSeq)) {
            return false;
        }
        report(report);
        if (phase() instanceof SynSent sent) {
            occupant.become(sent.onIcmp(report, severity));
        }
        if (phase() instanceof Connection connection) {
            occupant.become(connection.onIcmp(report, severity));
        }
        return true;
    }

    private void report(Ending.IcmpReport report) {
        IcmpReports all = reports == null ? new IcmpReports() : reports;
        all.add(report);
        reports = all;
    }

    /** The path's MTU has become known, in bytes; what the link carries is known since the open. */
    public void onPathMtu(int mtu, long now) {
        switch (phase()) {
            case SynSent sent -> sent.session().lowerPathMtu(mtu, now);
            case Connection connection -> connection.parts().onPathMtu(mtu, now);
            case Closed closed -> {}
            case Listener listener -> {}
            case TimeWait rest -> {}
        }
    }

    /**
     * The link of the connection takes packets so large, in bytes, and cuts what is longer than its MTU into segments. To be called
     * before the path's MTU is told; 0, as it is without a call, is for a link that cuts none.
     */
    public void onSegmentation(int largestPacket) {
        Session session = occupant.session();
        if (session != null) {
            session.largestPacket(largestPacket);
        }
    }

    /** The time has come that {@link #nextDeadline} told. */
    public void onTimer(long now) {
        occupant.onTimer(now);
    }

    /** Gives out what is to be sent. */
    public void poll(long now, SegmentOutput out) {
        occupant.poll(now, out);
    }

    /** When {@link #onTimer} is to be called, nanoseconds since the node began; {@link Long#MAX_VALUE} for never. */
    public long nextDeadline() {
        return occupant.nextDeadline();
    }

    // ---- While nothing happens

    /** Who has the block among others while something is open on it. */
    public interface Keeper {
        /** Its connection was put to rest, and wakes: something is asked of it, or has happened to it. */
        void onWoken();
    }

    /** Somebody keeps the block from now on; null for nobody. */
    public void keep(@Nullable Keeper by) {
        keeper = by;
    }

    /** Who keeps the block; null if nobody does. */
    public @Nullable Keeper keeper() {
        return keeper;
    }

    /** Whether the connection needs little memory while nothing happens to it. */
    public boolean isDormant() {
        return occupant.isDormant();
    }

    /**
     * Puts the connection into little memory if nothing of it waits for anything but for what the peer or the user does next, or for a
     * deadline. It wakes by itself: everything is as if this had not been called, but that the next call takes longer.
     */
    public void doze() {
        occupant.doze(keeper);
    }

    // ---- What the user asks

    /** Hangs something on the block, for whoever has it of the node; the core does not look at it. Null takes it off. */
    public void attach(@Nullable Object something) {
        attachment = something;
    }

    /** What was {@linkplain #attach attached} last; null if nothing is. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** What has changed since this was last asked: each once, in the order in which the enum has them. */
    public List<Signal> takeSignals() {
        return signals.take();
    }

    /** The ICMP errors that were believed since this was last asked: each once, and no more than the first few. */
    public List<Ending.IcmpReport> takeReports() {
        return reports == null ? List.of() : reports.take();
    }

    /** The state. */
    public State state() {
        return occupant.state();
    }

    /** Why the last connection ended; empty while one is open. */
    public Optional<Ending> ending() {
        return switch (phase()) {
            case Closed closed -> Optional.of(closed.ending());
            case TimeWait rest -> Optional.of(new Ending.Graceful());
            case Listener listener -> Optional.empty();
            case SynSent sent -> Optional.empty();
            case Connection connection -> Optional.empty();
        };
    }

    /** Whether the user has a connection though its handshake is not over, because its request was fast (RFC 7413). */
    public boolean isOpenEarly() {
        return occupant.phaseIfAwake() instanceof Connection connection
                && connection.parts().session().fastOpen().isOpenEarly();
    }

    /** What the last active open has found out of its peer, if it tried to be fast; told once. */
    public Optional<FastOpenLesson> takeFastOpenLesson() {
        Session session = occupant.session();
        return session == null ? Optional.empty() : session.fastOpen().takeLesson();
    }

    /** The connection's name; empty while listening and when nothing was opened. */
    public Optional<FourTuple> tuple() {
        return occupant.phaseIfAwake() instanceof Listener ? Optional.empty() : lastTuple();
    }

    /** The same, but also the name of a connection that a passive open has given up, to listen again. */
    public Optional<FourTuple> lastTuple() {
        return occupant.lastTuple();
    }

    /** Whether a receive completes by what has come: pushed or urgent data, the end, or enough. */
    public boolean isReceiveComplete() {
        Receiver receiver = occupant.receiver();
        return receiver != null && receiver.isComplete();
    }

    /** Whether it completes since for so long nothing has come behind what there is to read. */
    public boolean isReceiveQuiet(long now) {
        Receiver receiver = occupant.receiver();
        return receiver != null && receiver.isQuiet(now);
    }

    /** Bytes that can be read now. */
    public long unreadBytes() {
        Receiver receiver = occupant.receiver();
        return receiver == null ? 0 : receiver.unread();
    }

    /** Whether the peer has closed and all was read. */
    public boolean isAtEnd() {
        Receiver receiver = occupant.receiver();
        return receiver != null && receiver.isAtEnd();
    }

    /** Whether unread bytes up to an urgent pointer are outstanding. */
    public boolean isUrgentMode() {
        Receiver receiver = occupant.receiver();
        return receiver != null && receiver.isUrgentMode();
    }

    /** How many bytes, come or not, stand before the end of the urgent data; 0 if none is outstanding. */
    public long urgentAhead() {
        Receiver receiver = occupant.receiver();
        return receiver == null ? 0 : receiver.urgentAhead();
    }

    /** Whether the peer's FIN has come in order, read up to or not. */
    public boolean isPeerClosed() {
        Receiver receiver = occupant.receiver();
        return receiver != null && receiver.isFinReceived();
    }

    /** Room in the send buffer, in bytes. */
    public int sendRoom() {
        Sender sender = occupant.sender();
        return sender == null ? 0 : sender.free();
    }

    /** Whether our FIN was sent, and acknowledged with all before it. */
    public boolean isFinAcknowledged() {
        Sender sender = occupant.sender();
        return sender != null && sender.isFinAcknowledged();
    }

    /** How many bytes the peer's TCP has acknowledged. */
    public long bytesAcknowledged() {
        Session session = occupant.session();
        return session == null ? 0 : session.counters().bytesAcknowledged;
    }

    /** How many bytes were taken from the user and are not acknowledged. */
    public long unacknowledgedBytes() {
        Sender sender = occupant.sender();
        return sender == null ? 0 : sender.unacknowledgedBytes();
    }

    /** STATUS (RFC 9293 §3.10.6). */
    public TcbStatus status(long now) {
        Session session = occupant.session();
        Sender sender = occupant.sender();
        return session == null || sender == null
                ? TcbStatus.unconnected(state(), settings(), congestion.get())
                : TcbStatus.of(state(), session, sender, occupant.receiver(), now);
    }

    /** What goes on inside. */
    public TcbInsight insight(long now) {
        return TcbInsight.of(phase(), occupant.session(), occupant.sender(), now);
    }

    /** What the user chose, as it stands now. */
    public TcpSettings settings() {
        return occupant.settings();
    }

    /** Changes the user timeout, in nanoseconds; 0 is for ever. */
    public void setUserTimeout(long timeoutNs, boolean report) {
        TcpSettings.UserTimeout wanted = new TcpSettings.UserTimeout(timeoutNs, report);
        if (!wanted.equals(settings().userTimeout())) {
            change(settings().with(wanted));
        }
    }

    /** Changes the type of service or traffic class. */
    public void setTypeOfService(int typeOfService) {
        change(settings().with(settings().header().withTypeOfService(typeOfService)));
    }

    /**
     * Changes what the user chose. What our SYN has said holds, and so does what was agreed on by it ({@link TcpTuning} tells of what
     * else is settled by then).
     *
     * <p>Whoever calls this lets the block send what it may send now.
     */
    public void change(TcpSettings changed) {
        occupant.settings(changed);
        switch (phase()) {
            case Connection connection -> connection.parts().onSettings(changed);
            case SynSent sent -> sent.sender().onSettings(changed);
            case Closed closed -> {}
            case Listener listener -> {}
            case TimeWait rest -> {}
        }
    }
}
