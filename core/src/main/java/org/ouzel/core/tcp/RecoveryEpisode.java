package org.ouzel.core.tcp;

import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.SpuriousDetection.Verdict;

/**
 * The loss recovery that goes on, if one does: a fast recovery (RFC 5681 §3.2, RFC 6582, RFC 6675) or one from a timeout (RFC 6298 §5).
 * It lasts until all is acknowledged that was sent before it, and is undone if it is found to be needless.
 */
final class RecoveryEpisode implements Kept {
    /** What is going on. */
    enum Mode {
        /** No loss is known, or only such as has nothing to do with congestion. */
        OPEN,
        /** From a loss that acknowledgments told of until all is acknowledged that was sent before. */
        FAST_RECOVERY,
        /** From a timeout until all is acknowledged that was sent before. */
        TIMEOUT_RECOVERY
    }

    /** What is going on, and of a fast recovery how the window comes down in it: so neither is there without the other. */
    private sealed interface Course {}

    private record Open() implements Course {}

    /**
     * A fast recovery.
     *
     * @param reduction how the window comes down in it
     */
    private record FastRecovery(ProportionalRateReduction reduction) implements Course {}

    private record TimeoutRecovery() implements Course {}

    private static final Course OPEN = new Open();
    private static final Course TIMEOUT_RECOVERY = new TimeoutRecovery();

    private final Scoreboard scoreboard;
    private final Counters counters;
    private final Rack rack;
    private final CongestionResponse response;
    private final TailLossProbe probe;

    /** Whether it is needless, it or the last one; null as long as nothing was sent again, or told to have come twice. */
    private @Nullable SpuriousRecovery spurious;

    private Course course = OPEN;

    /** SND.NXT when it began, or the last one did: RFC 6675's RecoveryPoint, RFC 6582's recover. */
    private long recover;

    /** Whether something was found lost that was sent during this fast recovery. */
    private boolean lostOfNext;

    /** None goes on. */
    RecoveryEpisode(
            Scoreboard scoreboard, Counters counters, Rack rack, CongestionResponse response, TailLossProbe probe) {
        this.scoreboard = scoreboard;
        this.counters = counters;
        this.rack = rack;
        this.response = response;
        this.probe = probe;
    }

    // ---- What it is

    Mode mode() {
        return switch (course) {
            case Open _ -> Mode.OPEN;
            case FastRecovery _ -> Mode.FAST_RECOVERY;
            case TimeoutRecovery _ -> Mode.TIMEOUT_RECOVERY;
        };
    }

    /** Whether none goes on. */
    boolean isOpen() {
        return course instanceof Open;
    }

    boolean isFast() {
        return course instanceof FastRecovery;
    }

    /** How the window comes down; null but in a fast recovery. */
    @Nullable
    ProportionalRateReduction reduction() {
        return course instanceof FastRecovery fast ? fast.reduction : null;
    }

    /** RecoveryPoint, of this one or the last one. */
    long recover() {
        return recover;
    }

    /** Whether one goes on that an acknowledgment does not end: a partial one, by RFC 6582. */
    boolean isPartial(long position) {
        return !isOpen() && position < recover;
    }

    // ---- From one mode to another

    /** Something was found lost. */
    void onLost(Transmission sent) {
        lostOfNext |= isFast() && sent.from >= recover;
    }

    /**
     * An acknowledgment is on the scoreboard, and what it tells to be lost has been found.
     *
     * @param lossFound whether something was
     * @param before what was on its way before
     */
    void onAcknowledgment(boolean lossFound, InFlight before, long now) {
        if (!isOpen() && scoreboard.una() >= recover) {
            end(now);
        }
        if (isOpen() && lostOfNext) {
            follow(now, before);
        } else if (lossFound) {
            onLossFound(now, before);
        }
    }

    /** Something was found lost, and not by a timeout. */
    void onLossFound(long now, InFlight before) {
        if (isOpen()) {
            beginFastRecovery(now, before);
        }
    }

    // RFC 6675 §5: "Any information contained in the scoreboard for sequence numbers greater than the new value of
    // HighACK SHOULD NOT be cleared when leaving the loss recovery phase."
    private void end(long now) {
        Mode ended = mode();
        course = OPEN;
        rack.onRecovered();
        if (spurious != null) {
            spurious.onRecovered();
        }
        response.endRecovery(ended, now); // last: a congestion control of the user's may fail
    }

    // RFC 5681 §4.3: "Loss in two successive windows of data ... should be taken as two indications of
    // congestion and, therefore, cwnd (and ssthresh) MUST be lowered twice in this case." What was sent in the
    // recovery that is over is the second window. Some of it may have been sent again, and all of it may have
    // come.
    private void follow(long now, InFlight before) {
        if (scoreboard.isEmpty()) {
            response.onRepaired(now, before);
        } else {
            beginFastRecovery(now, before);
        }
        lostOfNext = false;
        uphold();
    }

    private void beginFastRecovery(long now, InFlight before) {
        course = new FastRecovery(response.beginRecovery(now, before));
        recover = scoreboard.nxt();
        counters.fastRecoveries++;
        spurious().beginFastRecovery();
        probe.reset();
    }

    /**
     * The retransmission timer has expired.
     *
     * @param again whether it had already, without progress since
     */
    void onTimeout(long now, boolean again) {
        response.onTimeout(now, again);
        spurious().onTimeout(!isOpen(), again);
        course = TIMEOUT_RECOVERY;
        lostOfNext = false;
        recover = scoreboard.nxt();
        probe.reset();
    }

    // ---- Whether it is needless

    private SpuriousRecovery spurious() {
        SpuriousRecovery known = spurious == null ? new SpuriousRecovery(scoreboard, counters) : spurious;
        spurious = known;
        return known;
    }

    /** Something is about to be sent again. */
    void onResent(Transmission sent, long now) {
        spurious().onResent(sent, now);
    }

    /** Judges by an acknowledgment whether it is needless, it or the last one; if so, undoes it. */
    void judge(Feedback ack, InFlight before, Delivery delivery) {
        boolean asked = spurious != null || ack.sack().duplicate().isPresent();
        if (asked && spurious().judge(ack, before, delivery) == Verdict.SPURIOUS) {
            undo(ack.now());
        }
    }

    // RFC 9438 §4.9: cwnd and ssthresh are what they were before. RFC 4015 §3.4 restores ssthresh alone, and would have
    // cwnd begin at FlightSize + min (bytes_acked, IW) against a burst; here pacing keeps that out. RFC 4015 §4, RFC
    // 5682 §3.1: nothing keeps duplicates from beginning a recovery.
    private void undo(long now) {
        if (course instanceof TimeoutRecovery) {
            rack.onSpuriousTimeout();
        }
        scoreboard.unmarkLost();
        lostOfNext = false;
        course = OPEN;
        recover = scoreboard.una() - 1;
        response.undo(now);
    }

    /** Congestion is told of by more than what it began with: it is not undone any more, whatever comes. */
    void uphold() {
        if (spurious != null) {
            spurious.end();
        }
    }

    /** Whether new data goes before what is lost, to find out whether it is (F-RTO). */
    boolean prefersNewData() {
        return spurious != null && spurious.prefersNewData();
    }

    /** There is no new data to send, or no more. */
    void onNoNewData() {
        if (spurious != null) {
            spurious.onNoNewData();
        }
    }

    @Override
    public void keep(Ledger ledger) {
        if (!isOpen()) {
            throw new AssertionError(mode() + " up to " + recover + ", though nothing is outstanding");
        }
        if (ledger.entry(spurious != null)) {
            spurious().keep(ledger);
        }
        recover = ledger.entry(recover);
        lostOfNext = ledger.entry(lostOfNext);
    }
}
