package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.congestion.CongestionControl;

/**
 * The sending half of a connection: what the user gives to be sent, and what the peer says of it. It knows positions, not the peer's
 * segments: those it is told of. What goes next is the {@link SendPolicy}'s to say.
 *
 * <p>The SYN is position 0, data begins at 1, the FIN stands behind the last byte. From the first SYN on everything that
 * takes a position is retransmitted alike: {@link LossRecovery} says when.
 */
final class Sender implements Kept {
    /** The maximum segment size where the peer told none, over IPv4 (RFC 9293 §3.7.1). */
    static final int DEFAULT_MSS = 536;

    private final Positions positions;
    private final SendQueue queue;
    private final Scoreboard scoreboard;
    private final RttEstimator rtt;
    private final CongestionControl congestion;
    private final LossRecovery recovery;
    private final PeerWindow window;
    private final SillyWindowAvoidance sillyWindows;
    private final Pacing pacing;
    private final AckWait wait = new AckWait();
    private final Transmitter transmitter;
    private final WindowProbing probing;
    private final SendPolicy policy;
    private final Counters counters;
    private TcpSettings.Output output;
    private int mss = DEFAULT_MSS;

    /** What a segment carries, however small the peer's window is. */
    private int carriedBytes = DEFAULT_MSS;

    Sender(int iss, TcpSettings settings, Environment environment, CongestionControl congestion, Counters counters) {
        this.positions = new Positions(iss);
        this.scoreboard = new Scoreboard(environment.workbench().spares());
        TcpParameters parameters = environment.parameters();
        TcpHabits habits = settings.tuning().habits();
        this.queue = new SendQueue(
                new SendBuffer(
                        environment.pages(),
                        settings.sendBuffer().bytes(),
                        settings.sendBuffer().maxBytes()),
                environment.workbench().outgoing());
        this.rtt = new RttEstimator(
                parameters, habits.timing().rtoSlopNs(), habits.timing().variation());
        this.window = new PeerWindow(scoreboard, habits.sending().halfWindow());
        this.sillyWindows = new SillyWindowAvoidance(queue, scoreboard);
        this.congestion = congestion;
        this.recovery = new LossRecovery(congestion, rtt, counters, scoreboard, habits, environment.workbench());
        this.counters = counters;
        Pacer pacer = new Pacer();
        this.pacing = new Pacing(pacer, congestion, recovery, rtt);
        this.transmitter = new Transmitter(queue, recovery, sillyWindows, pacer, counters);
        Outbound outbound = new Outbound(queue, scoreboard, recovery, window, wait);
        this.probing = new WindowProbing(outbound, transmitter, new PersistTimer(rtt, parameters), habits.sending());
        this.policy = new SendPolicy(outbound, sillyWindows, pacing, transmitter, probing);
        this.output = settings.output();
        onSettings(settings);
        recovery.onSegmentSize(mss);
        policy.onSegmentSize(mss);
        pacing.onIdle(mss);
    }

    /** The first timeouts of a SYN are alike. */
    void onLinearSyns(int count) {
        recovery.onLinearTimeouts(count);
    }

    // ---- The user's calls

    /** What the user chose has changed. */
    void onSettings(TcpSettings settings) {
        output = settings.output();
        pacing.onSettings(settings);
        sillyWindows.onSettings(settings);
        TcpHabits habits = settings.tuning().habits();
        recovery.onHabits(habits);
        probing.onHabits(habits.sending());
        policy.onHabits(habits.sending());
        queue.onSettings(settings);
    }

    /**
     * Takes data into the buffer, as much as there is room for.
     *
     * @param isUrgent whether the urgent pointer is to cover all of the data, the part not taken included
     */
    int write(MemorySegment data, boolean push, boolean isUrgent, long now) {
        if (isAllAcknowledged()) {
            wait.begin(now);
        }
        return queue.write(data, sndNxt(), free(), push, isUrgent);
    }

    /** Ends the urgent region with what was taken so far, because no more of it comes. */
    void cutUrgent() {
        queue.cutUrgent();
    }

    void push() {
        queue.push();
    }

    /** No data will follow: a FIN does. */
    void finish(long now) {
        if (isAllAcknowledged()) {
            wait.begin(now);
        }
        queue.finish();
    }

    /** The SYN is to be sent again at once, now with an acknowledgment (simultaneous open, RFC 9293 §3.5). */
    void resendSyn() {
        recovery.loseFlight();
    }

    /** Our SYN goes out again, since the peer's has come again; the wait for its acknowledgment begins anew, as on Linux. */
    void answerSynAgain(long now) {
        recovery.loseFlight();
        recovery.restartTimer(now);
    }

    /** So many bytes of data may go with the SYN, if it goes for the first time (RFC 7413 §4.2.2). */
    void synRoom(int bytes) {
        policy.synRoom(bytes);
    }

    /** Data may go before our SYN is acknowledged: the peer has shown by a cookie who it is (RFC 7413 §4.2.2). */
    void openEarly() {
        policy.openEarly();
    }

    // RFC 7413 §4.2.2: what the SYN,ACK does not acknowledge goes again at once. It was refused, which tells of no
    // congestion.
    /** The peer has not taken what went with our SYN, or not all. */
    void resendRefused() {
        if (!scoreboard.isEmpty()) {
            recovery.loseFlight();
        }
    }

    /** Lets go of all that is buffered, when nothing will be sent any more. */
    void discard() {
        queue.clear();
        recovery.stopTimers();
        probing.stop();
        pacing.release();
    }

    // ---- What the peer says

    /** Both ends take selective acknowledgments. */
    void onSackPermitted() {
        recovery.onSackPermitted();
    }

    /** Both ends take ECN. */
    void onEcnAgreed(EcnHandshake agreed) {
        recovery.response().ecn().onAgreed(agreed);
    }

    /** The size of segments from now on: what the peer takes, the path carries, and options leave. */
    void onSegmentSize(int mssBytes) {
        carriedBytes = mssBytes;
        use(window.bounded(mssBytes));
    }

    /** The link takes so much at once and cuts it into segments. */
    void onBundles(int bytes) {
        policy.onBundles(bytes);
    }

    /** What the peer's SYN offers, where it bounds the size of segments too. */
    void onSynWindow(int bytes) {
        window.onSyn(bytes);
        followWindow();
    }

    private void use(int mssBytes) {
        if (mssBytes < mss && sndUna() > 0 && !probing.isRunning()) {
            // RFC 1191 §6.4: what was too large is lost for certain, and not by congestion: it goes again at once.
            recovery.loseLongerThan(mssBytes);
        }
        mss = mssBytes;
        recovery.onSegmentSize(mssBytes);
        policy.onSegmentSize(mssBytes);
        congestion.onSegmentSize(mssBytes);
        if (sndUna() == 0) {
            pacing.onIdle(mss);
        }
    }

    /**
     * An acknowledgment that lies between SND.UNA and SND.NXT.
     *
     * @return whether it acknowledged anything new
     */
    boolean onAcknowledgment(Feedback ack) {
        long before = sndUna();
        counters.bytesAcknowledged += queue.dataBytes(before, ack.position());
        recovery.onFeedback(ack);
        queue.releaseBelow(ack.position());
        pacing.follow();
        wait.onAnswer(ack.now(), isHeldByPeer());
        probing.onAnswer(ack.position() > before);
        if (ack.position() == before) {
            return false;
        }
        wait.onProgress(ack.now());
        // One window is in flight while the user gives the next.
        queue.grow(2 * congestion.cwndBytes());
        return true;
    }

    /** The peer's window, in bytes from SND.UNA on. */
    void onWindow(long bytes, long now) {
        boolean wasClosed = window.isClosed();
        window.onOffer(bytes);
        followWindow();
        if (window.isClosed() && queue.hasData(sndUna())) {
            probing.onClosed(now);
        } else {
            probing.onOpen(wasClosed, mss, now);
        }
    }

    private void followWindow() {
        int bounded = window.bounded(carriedBytes);
        if (bounded != mss) {
            use(bounded);
        }
    }

    // ---- Sending

    /** What is to be sent now, lent until the next is asked for; null if nothing is. It counts as sent. */
    @Nullable
    Outgoing next(long now) {
        return policy.next(now);
    }

    UrgentMark urgent() {
        return queue.urgent();
    }

    // ---- Time

    long nextDeadline() {
        return Math.min(Math.min(recovery.deadline(), probing.deadline()), pacing.deadline());
    }

    void onTimer(long now) {
        recovery.onTimer(now);
        pacing.follow();
        probing.onTimer(now);
    }

    // ---- What others ask

    /** Whether a sequence number was sent and is not acknowledged. */
    boolean isInFlight(int seq) {
        long position = positions.nearest(seq, sndUna());
        return sndUna() <= position && position < sndNxt();
    }

    /**
     * When data, a SYN or a FIN will have waited for its acknowledgment for the user timeout, and the user is to know; 0 is for
     * ever.
     */
    long userDeadline(long userTimeoutNs) {
        return isAllAcknowledged() ? Deadline.NONE : wait.deadline(userTimeoutNs);
    }

    /** The same, where the connection is to end. */
    long abortDeadline(long userTimeoutNs) {
        // RFC 9293 §3.8.6.1: "As long as the receiving TCP peer continues to send acknowledgments in response to the
        // probe segments, the sending TCP peer MUST allow the connection to stay open."
        long deadline = userDeadline(userTimeoutNs);
        return deadline == Deadline.NONE || !isHeldByPeer()
                ? deadline
                : wait.deadlineOfProbes(userTimeoutNs, rtt.rtoNs());
    }

    private boolean isHeldByPeer() {
        return window.isClosed() && probing.isRunning();
    }

    /** How long what waits has waited, and been tried. */
    AckWait ackWait() {
        return wait;
    }

    /** Whether nothing waits for an acknowledgment, sent or not. */
    boolean isAllAcknowledged() {
        return sndUna() == queue.end();
    }

    /** Whether our FIN has been acknowledged. */
    boolean isFinAcknowledged() {
        return queue.isFinQueued() && isAllAcknowledged();
    }

    /** How many bytes may be taken from the user: no more than the buffer holds, nor unsent than he wants. */
    int free() {
        return Math.clamp(output.unsentLowWaterBytes() - unsentBytes(), 0, queue.free());
    }

    /** Whether so much was never sent that no more is taken. */
    boolean isAtLowWaterMark() {
        return unsentBytes() >= output.unsentLowWaterBytes();
    }

    int sendBufferBytes() {
        return queue.capacity();
    }

    long sndUna() {
        return scoreboard.una();
    }

    long sndNxt() {
        return scoreboard.nxt();
    }

    /**
     * Where a segment without data stands: SND.NXT, but not beyond the peer's window, where a probe may have gone. The peer
     * would drop it there, and with it what it acknowledges (RFC 9293 §3.10.7.4, table 6).
     */
    long controlPosition() {
        return sndUna() == 0 ? sndNxt() : Math.min(sndNxt(), window.end());
    }

    long sndWnd() {
        return window.bytes();
    }

    long maxSndWnd() {
        return window.most();
    }

    int mss() {
        return mss;
    }

    long unacknowledgedBytes() {
        return queue.dataBytes(sndUna(), queue.tail());
    }

    /** Data that was never sent. */
    long unsentBytes() {
        return queue.dataBytes(sndNxt(), queue.tail());
    }

    /** How often in a row something has been sent again because nothing was heard. */
    int timeoutsInARow() {
        return recovery.timeoutsInARow();
    }

    /** How often in a row nothing has answered a probe of the window in time. */
    int windowProbesInARow() {
        return probing.unanswered();
    }

    /** When something was sent last that has a place of its own. */
    long lastSentAt() {
        return transmitter.lastSentAt();
    }

    TcbInsight.Recovery recovery() {
        return recovery.state();
    }

    TcbInsight.Segments segments() {
        return scoreboard.segments();
    }

    long minRttNs(long now) {
        return recovery.minRttNs(now);
    }

    Positions positions() {
        return positions;
    }

    RttEstimator rtt() {
        return rtt;
    }

    /** Bytes a second that were lately delivered; 0 until known. */
    long deliveryRate() {
        return recovery.deliveryRate();
    }

    /** Bytes a second at which segments leave; 0 while nothing is paced. */
    long pacingRate() {
        return pacing.bytesPerSecond();
    }

    /** What was agreed on to tell of marks. */
    EcnMode ecn() {
        return recovery.response().ecn().mode();
    }

    /** What the peer's counters of marks say. */
    AccurateEcnSender accurateEcn() {
        return recovery.response().accurate();
    }

    LimitTimes limits() {
        return policy.limits();
    }

    /** Whether nothing waits, to be sent or to be acknowledged, and no timer runs. */
    boolean isAtRest() {
        return isAllAcknowledged() && scoreboard.isEmpty() && queue.isAtRest() && nextDeadline() == Deadline.NONE;
    }

    @Override
    public void keep(Ledger ledger) {
        queue.keep(ledger);
        scoreboard.keep(ledger);
        rtt.keep(ledger);
        recovery.keep(ledger);
        window.keep(ledger);
        sillyWindows.keep(ledger);
        pacing.keep(ledger);
        wait.keep(ledger);
        transmitter.keep(ledger);
        probing.keep(ledger);
        policy.keep(ledger);
        mss = ledger.entry(mss);
        carriedBytes = ledger.entry(carriedBytes);
    }
}
