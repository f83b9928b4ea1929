package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ouzel.core.wire.TcpFlags;

/** A send policy with what it asks, by itself: segments have 1000 bytes, and the peer's window is for ten of them. */
final class LonePolicy {
    static final int MSS = 1000;

    final TcpSettings settings = Pair.SETTINGS;
    final Counters counters = new Counters();
    final Workbench workbench = new Workbench();
    final Scoreboard scoreboard = new Scoreboard(workbench.spares());
    final RttEstimator rtt = new RttEstimator(TcpParameters.DEFAULT);
    final WideWindow congestion = new WideWindow();
    final LossRecovery recovery = new LossRecovery(
            congestion, rtt, counters, scoreboard, settings.tuning().habits(), workbench);
    final SendQueue queue =
            new SendQueue(new SendBuffer(new HeapPages(), Pair.BUFFER, Pair.BUFFER), workbench.outgoing());
    final PeerWindow window = new PeerWindow(scoreboard, false);
    final SillyWindowAvoidance sillyWindows = new SillyWindowAvoidance(queue, scoreboard);
    final Pacer pacer = new Pacer();
    final Pacing pacing = new Pacing(pacer, congestion, recovery, rtt);
    final Transmitter transmitter = new Transmitter(queue, recovery, sillyWindows, pacer, counters);
    final Outbound outbound = new Outbound(queue, scoreboard, recovery, window, new AckWait());
    final WindowProbing probing = new WindowProbing(
            outbound,
            transmitter,
            new PersistTimer(rtt, TcpParameters.DEFAULT),
            settings.tuning().habits().sending());
    final SendPolicy policy = new SendPolicy(outbound, sillyWindows, pacing, transmitter, probing);
    long now;

    LonePolicy() {
        recovery.onSegmentSize(MSS);
        policy.onSegmentSize(MSS);
        window.onOffer(10 * MSS);
    }

    /** The user chooses something else. */
    void choose(TcpSettings chosen) {
        queue.onSettings(chosen);
        sillyWindows.onSettings(chosen);
        pacing.onSettings(chosen);
        policy.onHabits(chosen.tuning().habits().sending());
    }

    /** Our SYN goes, and is acknowledged. */
    void open() {
        open(10 * Pair.MS);
    }

    void open(long roundTripNs) {
        assertThat(next()).isEqualTo("SYN 0 +0");
        now += roundTripNs;
        recovery.onSackPermitted();
        acknowledge(1);
    }

    /** The user gives so much, with a push. */
    void write(int bytes) {
        write(bytes, true);
    }

    void write(int bytes, boolean push) {
        queue.write(MemorySegment.ofArray(new byte[bytes]), scoreboard.nxt(), bytes, push, false);
    }

    void acknowledge(long position, Range... held) {
        SelectiveAcknowledgment sack = new SelectiveAcknowledgment(Optional.empty(), List.of(held));
        boolean repeats = position == scoreboard.una();
        recovery.onFeedback(
                new Feedback().tell(now, position, sack, TimestampClock.NOT_ECHOED, repeats, EcnFeedback.Plain.NONE));
    }

    /** The timer of what is outstanding expires. */
    void expire() {
        now = recovery.deadline();
        recovery.onTimer(now);
    }

    /** What goes next: a flag that it has, its position, and how much data it carries; nothing if nothing goes. */
    String next() {
        Outgoing next = policy.next(now);
        return next == null ? "" : told(next);
    }

    private static String told(Outgoing next) {
        String syn = next.flags().has(TcpFlags.SYN) ? "SYN " : "";
        String fin = next.flags().has(TcpFlags.FIN) ? "FIN " : "";
        return syn + fin + next.position() + " +" + next.payload().length();
    }

    /** Sends all that may go now; returns the positions of those that have PSH. */
    List<Long> sendAll() {
        List<Long> pushed = new ArrayList<>();
        for (Outgoing next = policy.next(now); next != null; next = policy.next(now)) {
            if (next.flags().has(TcpFlags.PSH)) {
                pushed.add(next.position());
            }
        }
        return pushed;
    }

    /** Sends so many full segments, and loses the first two: the third, and the others after it, are told to be held. */
    void loseTwoOf(int segments) {
        open();
        write(segments * MSS);
        for (int i = 0; i < segments; i++) {
            assertThat(next()).isNotEmpty();
        }
        now += 10 * Pair.MS;
        acknowledge(1, new Range(1 + 2 * MSS, 1 + (long) segments * MSS));
    }
}
