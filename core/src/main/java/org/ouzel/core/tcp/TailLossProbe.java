package org.ouzel.core.tcp;

import java.util.Optional;

/**
 * Tail loss probes (RFC 8985 §7): when an acknowledgment is overdue a segment is sent that calls for one, so that losses at the
 * end of a flight are found by RACK and not by a timeout.
 */
final class TailLossProbe implements Kept {
    private static final long PTO_WITHOUT_RTT_NS = 1_000_000_000L;

    /**
     * The least PTO, as Linux has one: where the round trip takes microseconds, to be scheduled takes a peer longer than two of
     * them.
     */
    private static final long LEAST_PTO_NS = 10_000_000L;

    /** TLP.max_ack_delay: the longest that the peers of this time delay an acknowledgment. */
    private static final long MAX_ACK_DELAY_NS = 200_000_000L;

    private final Scoreboard scoreboard;
    private final RttEstimator rtt;
    private final RecoveryTimer timer;

    /** Whether the user wants any. */
    private boolean wanted = true;

    /** Whether the PTO has expired, and nothing was done about it yet. */
    private boolean due;

    /** TLP.end_seq: SND.NXT when the probe was sent; -1 for None. */
    private long end = -1;

    private boolean isRetransmission;
    private boolean measuredSince = true;

    /** What an acknowledgment says of the probe. */
    enum Verdict {
        /** Nothing yet, or nothing that matters. */
        NONE,
        /** The probe has repaired a loss that nothing else has told of. */
        REPAIRED_A_LOSS
    }

    /**
     * None is in flight.
     *
     * @param timer the PTO is one of its
     */
    TailLossProbe(Scoreboard scoreboard, RttEstimator rtt, RecoveryTimer timer) {
        this.scoreboard = scoreboard;
        this.rtt = rtt;
        this.timer = timer;
    }

    /** What the user chose. */
    void onHabits(TcpHabits.Timing habits) {
        wanted = habits.lossProbes();
    }

    /** A recovery begins (§7.1). */
    void reset() {
        end = -1;
        isRetransmission = false;
    }

    /** There is a new sample of the round trip. */
    void onRtt() {
        measuredSince = true;
    }

    // ---- Time

    // RFC 8985 §7.2: "The sender SHOULD start or restart a loss probe PTO timer after transmitting new data (that was
    // not itself a loss probe) or upon receiving an ACK that cumulatively acknowledges new data unless it is already
    // in fast recovery, RTO recovery, or segments have been SACKed"
    /** New data was sent, or was acknowledged cumulatively. */
    void schedule(boolean recovering, int mss, long now) {
        if (timer.isReordering()) {
            return;
        }
        timer.cancelSooner();
        boolean clear = !recovering && scoreboard.sackedSegments() == 0 && !scoreboard.hasLost();
        if (wanted && scoreboard.isSackPermitted() && clear && !scoreboard.isEmpty() && mayProbe()) {
            boolean single = scoreboard.outstandingBytes() <= mss;
            timer.probeAt(Deadline.after(now, timeoutNs(rtt.smoothedNs(), single)));
        }
    }

    /** The PTO has expired. */
    void onTimer() {
        due = true;
    }

    /** None is sent of which the time has come. */
    void cancel() {
        due = false;
    }

    /** Whether one is to be sent now; it counts as sent or skipped, and tells so by {@link #onSent}. */
    boolean takeDue(long now) {
        boolean expired = due;
        due = false;
        if (expired) {
            // RFC 8985 §7.3: "regardless of whether a loss probe was sent, the sender MUST re-arm the RTO timer, not
            // the PTO timer, if the FlightSize is not zero"
            timer.restartTimeout(now);
        }
        return expired && mayProbe() && !scoreboard.isEmpty() && !scoreboard.hasLost();
    }

    // RFC 8985 §7.2: "a sender SHOULD use the following logic to select the duration of a PTO". That the retransmission
    // timer may expire sooner is that timer's to observe.
    static long timeoutNs(long smoothedRttNs, boolean oneSegmentInFlight) {
        if (smoothedRttNs == 0) {
            return PTO_WITHOUT_RTT_NS; // "when there is no SRTT estimate available, the PTO SHOULD be 1 second"
        }
        return Math.max(2 * smoothedRttNs, LEAST_PTO_NS) + (oneSegmentInFlight ? MAX_ACK_DELAY_NS : 0);
    }

    // RFC 8985 §7.3: "the sender MUST check whether both of the following conditions are met before sending a loss
    // probe": no other probe is in flight, and the round trip has been measured since the last one.
    boolean mayProbe() {
        return end < 0 && measuredSince;
    }

    // ---- The probe

    /** It was sent, and is on the scoreboard: something new, or the last segment again. */
    void onSent(boolean again) {
        end = scoreboard.nxt();
        isRetransmission = again;
        measuredSince = false;
        timer.cancelSooner();
    }

    /** An acknowledgment (§7.4.2). */
    Verdict onAcknowledgment(Feedback ack) {
        long position = ack.position();
        if (end < 0 || position < end) {
            return Verdict.NONE;
        }
        if (!isRetransmission || isDuplicateOfProbe(ack)) {
            end = -1; // the probe was new data, or both transmissions have arrived
            return Verdict.NONE;
        }
        if (position > end) {
            end = -1;
            return Verdict.REPAIRED_A_LOSS;
        }
        return Verdict.NONE;
    }

    // §7.4.2: the copy of a probe is answered also when all has been acknowledged, and nothing is outstanding.
    private boolean isDuplicateOfProbe(Feedback ack) {
        Optional<Range> told = ack.sack().duplicate();
        boolean bare = ack.repeats() && ack.sack().equals(SelectiveAcknowledgment.NONE);
        return told.isPresent() ? told.get().to() == end : bare && ack.position() == end;
    }

    @Override
    public void keep(Ledger ledger) {
        due = ledger.entry(due);
        end = ledger.entry(end);
        isRetransmission = ledger.entry(isRetransmission);
        measuredSince = ledger.entry(measuredSince);
    }
}
