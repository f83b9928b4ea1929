package org.ouzel.core.tcp;

import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.congestion.CongestionControl;

/**
 * What congestion has for an answer. A window of data has one, whatever told of it: a loss, or the marks that the peer tells of (RFC 3168,
 * RFC 9768).
 */
final class CongestionResponse implements Kept {
    /** What came of an answer. */
    enum Effect {
        /** The window is smaller. */
        REDUCED,
        /** The window cannot become smaller: nothing new goes for as long as the retransmission timer lasts. */
        HELD
    }

    private final CongestionControl congestion;
    private final CongestionReport report;
    private final Scoreboard scoreboard;
    private final TcpHabits.Unit unit;
    private final EcnSender ecn = new EcnSender();
    private final Counters counters;

    /** What the peer's counters of marks say; null before they have said anything. */
    private @Nullable AccurateEcnSender accurate;

    private long heldUntil;

    CongestionResponse(
            CongestionControl congestion,
            CongestionReport report,
            Scoreboard scoreboard,
            Counters counters,
            TcpHabits.Unit unit) {
        this.unit = unit;
        this.congestion = congestion;
        this.report = report;
        this.scoreboard = scoreboard;
        this.counters = counters;
    }

    // ---- Losses

    /** A segment was found lost. */
    void onLost(Transmission sent) {
        ecn.onLost(sent);
    }

    /** A fast recovery begins; returns how the window comes down in it. */
    ProportionalRateReduction beginRecovery(long now, InFlight before) {
        reduce(now, before);
        ProportionalRateReduction reduction =
                new ProportionalRateReduction(unit, congestion.ssthreshBytes(), before.notHeldBytes());
        report.forgetUse();
        return reduction;
    }

    // RFC 7661 §4.4.1: "After completing the loss recovery phase, the sender MUST re-initialise the pipeACK
    // variable to the "undefined" value."
    /** A recovery is over, and was needed for all that is known. */
    void endRecovery(RecoveryEpisode.Mode ended, long now) {
        if (ended == RecoveryEpisode.Mode.FAST_RECOVERY) {
            report.onRecovered(now);
        }
        report.forgetUse();
    }

    /** A loss has been repaired, and nothing is left to recover. */
    void onRepaired(long now, InFlight before) {
        reduce(now, before);
        report.onRecovered(now);
    }

    private void reduce(long now, InFlight before) {
        if (!ecn.hasAnsweredFor(before.una())) {
            report.onLoss(now, before.flightSize());
            ecn.onReducedByLoss(scoreboard.nxt());
        }
    }

    /**
     * The retransmission timer has expired.
     *
     * @param again whether it had already, without progress since
     */
    void onTimeout(long now, boolean again) {
        // RFC 3168 §6.1.2: "the TCP source should not decrease the slow-start threshold, ssthresh, if it has been
        // decreased within the last round trip time." cwnd is one segment nevertheless (RFC 5681 §3.1).
        scoreboard.head().ifPresent(ecn::onLost);
        boolean answered = ecn.hasAnsweredFor(scoreboard.una());
        report.onTimeout(now, again || answered);
        ecn.onTimeout(scoreboard.nxt(), again || answered);
        report.forgetUse();
    }

    /** The recovery was needless: what was answered was no congestion, unless an ECN-Echo stands behind the answer too. */
    void undo(long now) {
        if (ecn.mayUndo()) {
            report.onSpurious(now);
        } else {
            report.onRecovered(now);
        }
    }

    // ---- Marks

    /**
     * What an acknowledgment tells of marks; returns how many, one for an ECN-Echo.
     *
     * @param delivered how many packets it tells to have been delivered
     */
    int onEcn(Feedback ack, int delivered, int mss) {
        int marks =
                switch (ack.ecn()) {
                    case EcnFeedback.Plain plain -> onPlain(plain);
                    case EcnFeedback.Handshake told -> accurate().onHandshake(told, ecn.isAsked());
                    case EcnFeedback.Counters told -> accurate().onCounters(told, delivered, ack.echoedAtNs(), mss);
                };
        counters.ecnEchoesIn += marks;
        if (ack.ecn() instanceof EcnFeedback.Plain) {
            return marks;
        }
        if (marks > 0) {
            ecn.onMarks(ack.highest());
        }
        if (!accurate().isCapable()) {
            ecn.onMangled();
        }
        return marks;
    }

    private int onPlain(EcnFeedback.Plain told) {
        return switch (told) {
            case NONE -> 0;
            case ECHO -> {
                ecn.onEcho();
                yield 1;
            }
        };
    }

    /**
     * Whether there are marks that are to be answered, as long as no recovery goes on: in one the window has been reduced already.
     * What acknowledges with nothing outstanding would tell of congestion without a window to make smaller.
     */
    boolean isToAnswer(Feedback ack, InFlight before) {
        boolean echoed = ack.ecn() == EcnFeedback.Plain.ECHO && ecn.isUnanswered(ack.position());
        return (echoed || ecn.hasUnansweredMarks()) && before.flightSize() > 0;
    }

    /** Answers marks. */
    Effect onEchoToAnswer(long now, InFlight before, int mss, long rtoNs) {
        Effect effect = congestion.cwndBytes() > mss ? Effect.REDUCED : Effect.HELD;
        switch (effect) {
            case REDUCED -> report.onEcnEcho(now, before.flightSize());
            // RFC 3168 §6.1.2: "the sending TCP MUST reset the retransmit timer on receiving the ECN-Echo packet when
            // the congestion window is one. The sending TCP will then be able to send a new packet only when the
            // retransmit timer expires."
            case HELD -> heldUntil = Deadline.after(now, rtoNs);
        }
        ecn.onReducedByEcho(scoreboard.nxt());
        return effect;
    }

    // ---- What others ask

    /** What the peer's counters of marks say, which is nothing where accurate ECN is not agreed on. */
    AccurateEcnSender accurate() {
        AccurateEcnSender known = accurate == null ? new AccurateEcnSender() : accurate;
        accurate = known;
        return known;
    }

    EcnSender ecn() {
        return ecn;
    }

    /** Until when nothing new goes; a time long past if nothing holds it. */
    long heldUntil() {
        return heldUntil;
    }

    @Override
    public void keep(Ledger ledger) {
        ecn.keep(ledger);
        if (ledger.entry(accurate != null)) {
            accurate().keep(ledger);
        }
        heldUntil = ledger.entry(heldUntil);
    }
}
