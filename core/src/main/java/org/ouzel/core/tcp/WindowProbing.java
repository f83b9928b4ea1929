package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;

/**
 * Probes a window that is closed, or too small to be worth using: the peer may have told of a larger one, and that was lost (RFC
 * 9293 §3.8.6.1).
 */
final class WindowProbing implements Kept {
    private final Outbound outbound;
    private final Transmitter transmitter;
    private final PersistTimer timer;
    private TcpHabits.Sending habits;

    WindowProbing(Outbound outbound, Transmitter transmitter, PersistTimer timer, TcpHabits.Sending habits) {
        this.outbound = outbound;
        this.transmitter = transmitter;
        this.timer = timer;
        this.habits = habits;
    }

    void onHabits(TcpHabits.Sending changed) {
        habits = changed;
    }

    // ---- What the peer says

    /** An acknowledgment has come. */
    void onAnswer(boolean advances) {
        timer.onAnswer();
        if (advances) {
            timer.onProgress();
        }
    }

    // Where probes carry no data, what is in flight stays the retransmission timer's, and an answer to a probe is where
    // the wait for the next one begins.
    /** The window is closed, and there is data for it. */
    void onClosed(long now) {
        boolean empty = areEmpty();
        if (empty && !outbound.scoreboard().isEmpty()) {
            return;
        }
        if (empty && timer.isRunning()) {
            timer.restart(now);
            return;
        }
        outbound.recovery().stopTimers();
        timer.start(now);
    }

    /**
     * The window may be used, or nothing waits for it.
     *
     * @param wasClosed whether it was closed before
     */
    void onOpen(boolean wasClosed, int mss, long now) {
        if (!timer.isRunning()) {
            return;
        }
        outbound.ackWait().onOpenWindow(now, wasClosed);
        timer.stop();
        timer.onProgress();
        if (wasClosed && !outbound.scoreboard().isEmpty()) {
            // What was sent into the closed window, probes above all, was not kept.
            outbound.recovery().loseFlight();
            fillUpLast(mss);
            outbound.recovery().restartTimer(now);
        }
    }

    /**
     * Makes of a probe that is lost a segment as large as can be. RFC 9293 SHLD-28: "a TCP implementation SHOULD send a
     * maximum-sized segment whenever possible": what follows the byte would wait for its acknowledgment (§3.7.4).
     */
    private void fillUpLast(int mss) {
        Scoreboard scoreboard = outbound.scoreboard();
        Optional<Transmission> last = scoreboard.tail().filter(sent -> sent.fate == Transmission.Fate.LOST);
        if (last.isPresent()) {
            long unsent = outbound.queue().tail() - scoreboard.nxt();
            long most = Math.min(
                    mss - last.get().bytes(), Math.min(unsent, outbound.window().usable()));
            if (most > 0) {
                scoreboard.lengthen(last.get(), most);
            }
        }
    }

    // ---- Sending

    /** New data waits for a window worth using, and nothing is in flight that would tell of one. */
    void await(long now) {
        timer.start(now);
    }

    /** New data has gone: nothing waits for the window alone. */
    void onNewData() {
        timer.stop();
    }

    void stop() {
        timer.stop();
    }

    /** Whether a probe is to be sent now; it counts as sent. */
    boolean takeDue() {
        return timer.takeProbe();
    }

    /**
     * At least one byte into a window that is closed or too small (RFC 9293 §3.8.6.1). RFC 3168 §6.1.6: "the TCP data sender MUST NOT
     * set either an ECT codepoint or the CWR bit on window probe packets."
     */
    Outgoing probe(int mss, long now) {
        PeerWindow window = outbound.window();
        outbound.ackWait().onTry(now);
        if (window.isClosed() && outbound.scoreboard().isEmpty() && areEmpty()) {
            outbound.ackWait().onQuestion(now);
            return new Outgoing(outbound.scoreboard().una() - 1, TcpFlags.NONE, 0, Payload.EMPTY);
        }
        Outgoing probe = withData((int) Math.min(mss, Math.max(window.bytes(), 1)), mss, now);
        if (window.isClosed()) {
            outbound.recovery().stopTimers();
            outbound.ackWait().onQuestion(now);
            return probe;
        }
        timer.stop();
        return habits.pushing() == TcpHabits.Pushing.BURSTS ? probe.pushed() : probe;
    }

    private Outgoing withData(int fits, int mss, long now) {
        Scoreboard scoreboard = outbound.scoreboard();
        Optional<Transmission> head = scoreboard.head();
        if (head.isPresent()) {
            return transmitter.again(scoreboard.cut(head.get(), fits), now);
        }
        long from = scoreboard.nxt();
        long length = Math.min(fits, outbound.queue().tail() - from);
        outbound.queue().endBurst(from + length);
        return transmitter.first(from, length, mss, now);
    }

    private boolean areEmpty() {
        return habits.windowProbes() == TcpHabits.WindowProbes.EMPTY;
    }

    // ---- Time, and what others ask

    boolean isRunning() {
        return timer.isRunning();
    }

    /** How often in a row nothing has answered a probe in time. */
    int unanswered() {
        return timer.unanswered();
    }

    long deadline() {
        return timer.deadline();
    }

    void onTimer(long now) {
        timer.onTimer(now);
    }

    @Override
    public void keep(Ledger ledger) {
        timer.keep(ledger);
    }
}
