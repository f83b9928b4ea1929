package org.ouzel.core.tcp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.LimitTimes.Limit;

/**
 * What is sent next, if anything is: a lost segment, new data, a probe, our SYN (RFC 9293 §3.8.6.2.1, RFC 5681 §3, RFC 8985 §7.3). It is
 * one decision, for which the same windows, timers and marks are weighed; where nothing may go, it knows what holds it back.
 */
final class SendPolicy implements Kept {
    private final SendQueue queue;
    private final Scoreboard scoreboard;
    private final LossRecovery recovery;
    private final PeerWindow window;
    private final AckWait wait;
    private final SillyWindowAvoidance sillyWindows;
    private final Pacing pacing;
    private final Transmitter transmitter;
    private final WindowProbing probing;
    private final LimitTimes limits = new LimitTimes();

    /** Where a burst ends; null until one has begun, which the user must want. */
    private @Nullable Bursts bursts;

    private boolean wantsBursts;

    /** How many bytes of data may go with the first SYN. */
    private int synRoom;

    /** Whether data may go before our SYN is acknowledged. */
    private boolean early;

    private int mss;

    /** How much of several segments the link takes at once, to cut it; 0 if it does not. */
    private int bundleBytes;

    /** One that has sent nothing. */
    SendPolicy(
            Outbound outbound,
            SillyWindowAvoidance sillyWindows,
            Pacing pacing,
            Transmitter transmitter,
            WindowProbing probing) {
        this.queue = outbound.queue();
        this.scoreboard = outbound.scoreboard();
        this.recovery = outbound.recovery();
        this.window = outbound.window();
        this.wait = outbound.ackWait();
        this.sillyWindows = sillyWindows;
        this.pacing = pacing;
        this.transmitter = transmitter;
        this.probing = probing;
    }

    // ---- What it goes by

    /** What the user chose. */
    void onHabits(TcpHabits.Sending habits) {
        wantsBursts = habits.pushing() == TcpHabits.Pushing.BURSTS;
    }

    /** The size of segments from now on. */
    void onSegmentSize(int mssBytes) {
        mss = mssBytes;
    }

    /** The link takes so much at once and cuts it into segments. */
    void onBundles(int bytes) {
        bundleBytes = bytes;
    }

    /** So many bytes of data may go with the SYN, if it goes for the first time (RFC 7413 §4.2.2). */
    void synRoom(int bytes) {
        synRoom = bytes;
    }

    /** Data may go before our SYN is acknowledged: the peer has shown by a cookie who it is (RFC 7413 §4.2.2). */
    void openEarly() {
        early = true;
    }

    // ---- What goes

    /** What is to be sent now, lent until the next is asked for; null if nothing is. It counts as sent. */
    @Nullable
    Outgoing next(long now) {
        if (isIdle()) {
            onIdle(now);
            return null;
        }
        Outgoing next = decide(now);
        if (next == null) {
            limits.set(limit(), now);
        }
        return next;
    }

    /** Whether there is nothing that could go: all that was given is acknowledged. So it is most often when a segment has come. */
    private boolean isIdle() {
        return scoreboard.una() == queue.end();
    }

    private void onIdle(long now) {
        pacing.release();
        recovery.onApplicationLimited();
        limits.set(Limit.IDLE, now);
    }

    private @Nullable Outgoing decide(long now) {
        pacing.release();
        if (scoreboard.una() == 0) {
            return mayGoBeforeHandshake() ? fresh(now) : syn(now);
        }
        if (probing.takeDue()) {
            return queue.hasData(scoreboard.una()) ? probing.probe(mss, now) : null;
        }
        if (recovery.takeProbe(now)) {
            return lossProbe(now);
        }
        if (recovery.prefersNewData() && !hasNewDataWorthSending()) {
            recovery.onNoNewData();
        }
        if (recovery.prefersNewData()) {
            return fresh(now);
        }
        return scoreboard.hasLost() ? resend(now) : fresh(now);
    }

    /** Whether nothing keeps new data back but the congestion window and the pacer, if these do. */
    private boolean hasNewDataWorthSending() {
        long unsent = queue.tail() - scoreboard.nxt();
        int length = (int) Math.max(0, Math.min(Math.min(unsent, mss), window.usable()));
        return isWorthSending(length, unsent, Long.MAX_VALUE);
    }

    /** Once something is lost, the SYN goes again alone: what it brings is for an open connection to repair. */
    private boolean mayGoBeforeHandshake() {
        return early && scoreboard.nxt() > 0 && !scoreboard.hasLost();
    }

    private @Nullable Outgoing syn(long now) {
        if (scoreboard.nxt() == 0) {
            wait.begin(now);
            return transmitter.syn(Math.min(queue.tail() - 1, synRoom), now);
        }
        // RFC 7413 §4.2.2: a SYN that goes again has no data, for it may have been that which was in the way.
        Optional<Transmission> syn = recovery.nextToSendAgain().filter(lost -> lost.from == 0);
        return syn.isPresent() ? retry(syn.get(), now) : null;
    }

    private @Nullable Outgoing resend(long now) {
        Optional<Transmission> next = recovery.nextToSendAgain();
        if (next.isEmpty()) {
            return null;
        }
        Transmission lost = next.get();
        boolean allowed = lost.from == scoreboard.una() || lost.from < window.end();
        return allowed && pacing.mayLeave(mss, now) ? retry(lost, now) : null;
    }

    private Outgoing retry(Transmission lost, long now) {
        wait.onTry(now);
        return transmitter.again(lost, now);
    }

    private @Nullable Outgoing fresh(long now) {
        boolean idle = scoreboard.isEmpty();
        if (idle) {
            pacing.beginAnew(transmitter.lastSentAt(), mss, now);
        }
        long unsent = queue.tail() - scoreboard.nxt();
        long room = recovery.allowedFlight() - recovery.flightBytes();
        int length = (int) Math.max(0, Math.min(Math.min(unsent, mss), Math.min(window.usable(), room)));
        if (unsent > 0 && !isWorthSending(length, unsent, room)) {
            if (idle) {
                probing.await(now);
            }
            return null;
        }
        // A FIN takes no room in the peer's buffer: it goes out even when the window is closed.
        boolean fin = queue.isFinQueued() && length == unsent;
        if (length == 0 && !fin) {
            noteWantOfData(room);
            return null;
        }
        if (!pacing.mayLeave(mss, now)) {
            return null;
        }
        beginBurstIfDue(now);
        return fin || length < mss ? send(length + (fin ? 1 : 0), now) : send(bundle(unsent, room, now), now);
    }

    /**
     * How much goes at once: one full segment, or several where the link cuts them and nothing is to be told by one of them that does
     * not hold for the others.
     */
    private long bundle(long unsent, long room, long now) {
        long from = scoreboard.nxt();
        boolean alike =
                !queue.urgent().isBeyond(from) && recovery.response().ecn().mayRepeat();
        if (bundleBytes < 2 * mss || !alike || recovery.prefersNewData()) {
            return mss;
        }
        long pushed = Math.ceilDiv(Math.min(queue.nextPush(from) - from, unsent), (long) mss) * mss;
        long open = Math.min(Math.min(unsent, window.usable()), room);
        long allowed = pacing.segmentsAllowed(mss, now);
        return Math.clamp(Math.min(Math.min(open, pushed), bundleBytes) / mss, 1, allowed) * mss;
    }

    private void noteWantOfData(long room) {
        if (room > 0 && scoreboard.una() > 0) {
            recovery.onApplicationLimited();
        }
    }

    /** So many positions, never sent before. */
    private Outgoing send(long count, long now) {
        long from = scoreboard.nxt();
        probing.onNewData();
        Outgoing segment = transmitter.first(from, count, mss, now);
        return segment.payload().length() > 0 ? recovery.response().ecn().onNewData(segment) : segment;
    }

    private boolean isWorthSending(int length, long unsent, long room) {
        return sillyWindows.isWorthSending(length, unsent, length == room, mss, window.most());
    }

    /** A tail loss probe: new data if there is some, or the last segment again (RFC 8985 §7.3). */
    private @Nullable Outgoing lossProbe(long now) {
        long unsent = queue.tail() - scoreboard.nxt();
        if (unsent > 0 && window.usable() >= Math.min(unsent, mss)) {
            long length = Math.min(unsent, mss);
            beginBurstIfDue(now);
            Outgoing probe = send(length + (queue.isFinQueued() && length == unsent ? 1 : 0), now);
            recovery.onProbeSent(false);
            return probe;
        }
        Optional<Transmission> last = scoreboard.tail().map(tail -> scoreboard.cutLast(tail, mss));
        Outgoing probe = last.isPresent() ? transmitter.again(last.get(), now) : null;
        recovery.onProbeSent(true);
        return probe;
    }

    // ---- Bursts

    private void beginBurstIfDue(long now) {
        if (wantsBursts && !bursts().isWithin(scoreboard.nxt())) {
            beginBurst(now);
        }
    }

    private Bursts bursts() {
        Bursts known = bursts == null ? new Bursts() : bursts;
        bursts = known;
        return known;
    }

    private void beginBurst(long now) {
        long from = scoreboard.nxt();
        Bursts.Allowance allowed = pacing.allowance(now);
        long bytes = Math.min(Math.min(Bursts.most(allowed, mss) * mss, window.usable()), queue.tail() - from);
        long rest = bytes % mss;
        boolean waits = rest > 0 && !isWorthSending((int) rest, rest, allowed.roomBytes());
        long end = from + (waits ? bytes - rest : bytes);
        bursts().begin(end);
        if (end - from > mss) {
            queue.endBurst(end);
        }
    }

    // ---- What holds it back

    private Limit limit() {
        if (scoreboard.una() == 0) {
            return Limit.IDLE;
        }
        long unsent = queue.tail() - scoreboard.nxt();
        if (unsent > 0) {
            return window.usable() < Math.min(unsent, mss) ? Limit.PEER_WINDOW : Limit.NETWORK;
        }
        return queue.free() == 0 ? Limit.SEND_BUFFER : Limit.NETWORK;
    }

    // ---- What others ask

    /** For how long what has held sending back. */
    LimitTimes limits() {
        return limits;
    }

    @Override
    public void keep(Ledger ledger) {
        limits.keep(ledger);
        if (ledger.entry(bursts != null)) {
            bursts().keep(ledger);
        }
        synRoom = ledger.entry(synRoom);
        early = ledger.entry(early);
        mss = ledger.entry(mss);
        bundleBytes = ledger.entry(bundleBytes);
    }
}
