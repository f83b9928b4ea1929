package org.ouzel.core.tcp;

import java.util.List;
import java.util.Optional;
import org.ouzel.core.tcp.CongestionReport.Outcome;
import org.ouzel.core.tcp.SpuriousDetection.Verdict;
import org.ouzel.core.tcp.congestion.CongestionControl;

/**
 * Finds what was lost, sees to it that it is sent again, and tells congestion control. Losses are found by RACK and tail loss
 * probes (RFC 8985), where the peer knows no SACK by duplicate acknowledgments (RFC 5681, RFC 6582), and by the retransmission
 * timer at last (RFC 6298). A recovery that turns out to have been needless is undone. What congestion has for an answer is the
 * {@link CongestionResponse}'s.
 */
final class LossRecovery implements Kept {
    /** What is going on. */
    enum Mode {
        /** No loss is known, or only such as has nothing to do with congestion. */
        OPEN,
        /** From a loss that acknowledgments told of until all is acknowledged that was sent before. */
        FAST_RECOVERY,
        /** From a timeout until all is acknowledged that was sent before. */
        TIMEOUT_RECOVERY
    }

    private final CongestionControl congestion;
    private final RttEstimator rtt;
    private final Counters counters;
    private final Scoreboard scoreboard;

    private final TailLossProbe probe = new TailLossProbe();
    private final SpuriousDetection spurious = new SpuriousDetection();
    private final ForwardRto forwardRto = new ForwardRto();
    private final RecoveryTimer timer = new RecoveryTimer();
    private final LossDetection detection;
    private final CongestionReport report;
    private final CongestionResponse response;
    private final int forgivenHandshakeTimeouts;

    /** What the acknowledgment that is being dealt with has told to be delivered, what was on its way before, and what came of it: lent. */
    private final Delivery delivery;

    private final InFlight before;
    private final Outcome outcome;

    private int mss;
    private boolean sackPermitted;
    private boolean lossProbes = true;

    /** So many timeouts of a SYN do not double the next. */
    private int linearTimeouts;

    private Mode mode = Mode.OPEN;

    /** SND.NXT when the recovery began, or the last one did: the RecoveryPoint. */
    private long recover;

    /** Whether something was found lost that was sent during this fast recovery. */
    private boolean lostOfNext;

    private int timeoutsInARow;

    /** Whether the last recovery began with a timeout. */
    private boolean beganByTimeout;

    /** The retransmission timer has expired: one segment goes, whatever the window. */
    private boolean mustSendAgain;

    private boolean probeDue;

    LossRecovery(
            CongestionControl congestion,
            RttEstimator rtt,
            Counters counters,
            Scoreboard scoreboard,
            TcpHabits habits,
            Workbench workbench) {
        this.delivery = workbench.delivery();
        this.before = workbench.before();
        this.outcome = workbench.outcome();
        this.forgivenHandshakeTimeouts = habits.timing().forgivenHandshakeTimeouts();
        this.congestion = congestion;
        this.rtt = rtt;
        this.counters = counters;
        this.scoreboard = scoreboard;
        this.detection = new LossDetection(scoreboard, timer, this::onLost);
        this.report = new CongestionReport(congestion, scoreboard, detection);
        this.response = new CongestionResponse(
                congestion, report, scoreboard, counters, habits.sending().unit());
    }

    void onSegmentSize(int mssBytes) {
        mss = mssBytes;
    }

    /** So many timeouts of a SYN do not double the next. */
    void onLinearTimeouts(int count) {
        linearTimeouts = count;
    }

    /** What the user chose. */
    void onHabits(TcpHabits habits) {
        lossProbes = habits.timing().lossProbes();
        report.onHabits(habits);
    }

    void onSackPermitted() {
        sackPermitted = true;
        detection.onSackPermitted();
    }

    // ---- Sending

    /** So many positions are about to be sent for the first time, in segments so long. */
    void onSend(long bytes, int segmentBytes, long now) {
        scoreboard.send(bytes, segmentBytes, now, report.snapshot(now, bytes, flightBytes()));
        afterSending(bytes, now);
        scheduleProbe(now);
    }

    /** A range is about to be sent again. */
    void onSendAgain(Transmission sent, long now) {
        long flight = flightBytes() - (sent.fate == Transmission.Fate.IN_FLIGHT ? sent.bytes() : 0);
        scoreboard.sendAgain(sent, now, report.snapshot(now, sent.bytes(), flight));
        spurious.onResent(sent.from, scoreboard.una(), now);
        mustSendAgain = false;
        afterSending(sent.bytes(), now);
    }

    private void afterSending(long bytes, long now) {
        response.onSent(bytes);
        report.onSent(now, bytes);
        timer.startTimeout(now, rtt.rtoNs());
    }

    /** What is to be sent again next, if the window allows it. */
    Optional<Transmission> nextToSendAgain() {
        Optional<Transmission> lost = scoreboard.firstLost();
        if (lost.isEmpty()) {
            return lost;
        }
        Transmission next = scoreboard.cut(lost.get(), mss);
        boolean allowed = mustSendAgain || flightBytes() + next.bytes() <= allowedFlight();
        return allowed ? Optional.of(next) : Optional.empty();
    }

    /** How many bytes may be in flight. */
    long allowedFlight() {
        return Math.max(mss, response.allowedFlight(mode == Mode.FAST_RECOVERY));
    }

    /** Whether new data goes before what is lost, to find out whether it is (F-RTO). */
    boolean prefersNewData() {
        return forwardRto.prefersNewData();
    }

    // RFC 5682 §3.1 step 2b: "transmit up to two new (previously unsent) segments and proceed to step 3". What was
    // sent, be it one and all there is, is waited for; if nothing was, what is lost is sent again.
    /** There is no new data to send, or no more. */
    void onNoNewData() {
        if (scoreboard.nxt() == recover) {
            forwardRto.end();
        }
    }

    /** The user has no more to send though there is room for it. */
    void onApplicationLimited() {
        report.onApplicationLimited();
    }

    // ---- What the peer says

    /** An acknowledgment of what was sent. */
    void onFeedback(Feedback ack) {
        if (tellsNothing(ack)) {
            return;
        }
        before.note(scoreboard, flightBytes());
        delivery.clear(); // a congestion control of the user's may have failed before the last was done with
        deliver(ack);
        int marks = response.onEcn(ack, delivery.packets(mss), mss);
        long sampleNs = measure(ack, before);
        judge(ack, before);
        long lostBefore = report.lostBytes();
        boolean wasRecovering = mode == Mode.FAST_RECOVERY;
        detection.find(ack, delivery, mode != Mode.OPEN, recover, rtt.smoothedNs());
        long lostBytes = report.lostBytes() - lostBefore;
        change(ack, before, lostBytes > 0);
        if (mode == Mode.OPEN && response.isToAnswer(ack, before)) {
            answerEcho(ack.now(), before);
        }
        if (mode == Mode.FAST_RECOVERY) {
            boolean safe = ack.position() > before.una() && lostBytes == 0;
            response.onRecovering(delivery.bytes(), flightBytes(), safe, mss);
        }
        // RFC 3168 §6.1.2: "The sending TCP SHOULD NOT increase the congestion window in response to the receipt of an
        // ECN-Echo ACK packet." After a timeout it does: its one segment is the answer, and the peer echoes on until
        // CWR comes, which has to wait for new data.
        boolean recovering = wasRecovering || mode == Mode.FAST_RECOVERY || (marks > 0 && mode == Mode.OPEN);
        report.onAcknowledged(ack, before, delivery, outcome.note(lostBytes, marks, sampleNs, recovering));
        setTimers(ack, before);
        scoreboard.reclaim(delivery);
    }

    /** Whether it acknowledges what was acknowledged before, where nothing waits for it: most often, data has come with it. */
    private boolean tellsNothing(Feedback ack) {
        return scoreboard.isEmpty()
                && mode == Mode.OPEN
                && ack.position() == scoreboard.una()
                && !ack.repeats()
                && ack.ecn() == EcnFeedback.Plain.NONE
                && ack.sack().equals(SelectiveAcknowledgment.NONE);
    }

    /** Takes note of what was delivered. */
    private void deliver(Feedback ack) {
        long acknowledged = ack.position() - scoreboard.una();
        scoreboard.acknowledge(ack.position(), delivery);
        List<Range> held = ack.sack().held();
        for (int i = 0; i < held.size(); i++) {
            scoreboard.sack(held.get(i).from(), held.get(i).to(), delivery);
        }
        counters.segmentsDelivered += delivery.count();
        boolean partial = mode != Mode.OPEN && ack.position() < recover;
        detection.count(acknowledged, isDuplicate(ack), partial, mss, delivery);
        if (acknowledged > 0) {
            timeoutsInARow = 0;
            mustSendAgain = false;
        }
        // RFC 7661 §4.2: "The pipeACK variable MUST NOT be updated during TCP Fast Recovery."
        if (acknowledged > 0 && mode != Mode.FAST_RECOVERY) {
            report.onAdvance(acknowledged, rtt.smoothedNs(), ack.now());
        }
        if (scoreboard.isReneged()) {
            counters.reneges++;
            scoreboard.forgetSacked();
        }
    }

    /** A duplicate acknowledgment by the definition of RFC 5681 §2. */
    private boolean isDuplicate(Feedback ack) {
        return ack.repeats() && !scoreboard.isEmpty();
    }

    /** Measures the round trip; returns the sample, -1 if there is none that is not ambiguous. */
    private long measure(Feedback ack, InFlight before) {
        // Without SACK what stands behind a hole is acknowledged when the hole is filled: its time is not the path's.
        boolean filledHole = !sackPermitted && delivery.hasRetransmitted();
        Transmission timed = filledHole ? null : delivery.timed();
        if (timed != null) {
            long sampleNs = Math.max(1, ack.now() - timed.sentAt);
            return take(sampleNs, ack.now(), before) ? sampleNs : -1;
        }
        if (before.una() == 0 && ack.position() > 0) {
            // A SYN,ACK that was sent again echoes the first SYN that came: how long ago that was tells nothing of the
            // path.
            rtt.handshakeWasRetransmitted();
        } else if (ack.position() > before.una() && ack.echoedAtNs() != TimestampClock.NOT_ECHOED) {
            // Karn's algorithm has no sample, but the echoed timestamp is not ambiguous (RFC 7323 §4).
            take(Math.max(1, ack.now() - ack.echoedAtNs()), ack.now(), before);
        }
        return -1;
    }

    /**
     * Takes a sample. What took longer than the timer can last has been sent again meanwhile, unless the clock was set forward
     * or the machine has slept: that tells nothing of the path.
     */
    private boolean take(long sampleNs, long now, InFlight before) {
        if (sampleNs > rtt.maxRtoNs()) {
            return false;
        }
        rtt.sample(sampleNs, Math.max(1, before.flightBytes() / (2L * mss)), scoreboard.una(), scoreboard.nxt());
        detection.rack().onRtt(sampleNs, now);
        probe.onRtt();
        return true;
    }

    // ---- Undoing

    /** Judges whether the recovery that goes on, or was, is needless; if so, undoes it. */
    private void judge(Feedback ack, InFlight before) {
        boolean advances = ack.position() > before.una();
        Optional<Range> twice = ack.sack().duplicate();
        boolean coversAll = ack.position() == scoreboard.nxt();
        boolean isSpurious =
                advances && spurious.onAdvance(ack.echoedAtNs(), twice.isPresent(), coversAll) == Verdict.SPURIOUS;
        if (isSpurious) {
            counters.spuriousRetransmissions += sackPermitted ? 0 : 1;
        }
        if (twice.isPresent()) {
            counters.duplicateSackBlocksIn++;
            detection.rack().onDuplicateTold(scoreboard.una(), scoreboard.nxt());
            int told = spurious.onDuplicateTold(twice.get());
            counters.spuriousRetransmissions += told;
            isSpurious |= told > 0 && spurious.verdictOfDuplicates() == Verdict.SPURIOUS;
        }
        // RFC 5682 §2.1: "The TCP sender SHOULD ignore such segments and wait for a segment that either acknowledges
        // new data or is a duplicate acknowledgment."
        if (advances || isDuplicate(ack) || delivery.bytes() > 0) {
            isSpurious |= forwardRto.onAcknowledgment(
                            advances, ack.position(), ack.highest(), delivery.hasOriginalBelow(recover))
                    == Verdict.SPURIOUS;
        }
        isSpurious |= delivery.bytes() > 0 && spurious.verdictOfOriginals(scoreboard.hasLost()) == Verdict.SPURIOUS;
        if (isSpurious) {
            undo(ack.now());
        }
    }

    // RFC 9438 §4.9: cwnd and ssthresh are what they were before. RFC 4015 §3.4 restores ssthresh alone, and would have
    // cwnd begin at FlightSize + min (bytes_acked, IW) against a burst; here pacing keeps that out. RFC 4015 §4, RFC
    // 5682 §3.1: nothing keeps duplicates from beginning a recovery.
    private void undo(long now) {
        counters.spuriousTimeouts += beganByTimeout ? 1 : 0;
        if (mode == Mode.TIMEOUT_RECOVERY) {
            detection.rack().onSpuriousTimeout();
        }
        counters.spuriousRecoveries++;
        spurious.end();
        forwardRto.end();
        scoreboard.unmarkLost();
        lostOfNext = false;
        mode = Mode.OPEN;
        recover = scoreboard.una() - 1;
        response.undo(now);
    }

    // ---- Losses

    private void onLost(LossDetection.Lost found) {
        lostOfNext |= mode == Mode.FAST_RECOVERY && found.sent().from >= recover;
        counters.segmentsLost += found.sent().segments;
        response.onLost(found);
    }

    /** All that is in flight in larger segments was lost on its way, and not by congestion (RFC 1191 §6.4). */
    void loseLongerThan(int bytes) {
        detection.loseLongerThan(bytes);
    }

    /**
     * Nothing of what is in flight was kept. While our SYN is not acknowledged that is the SYN alone: whether what follows it in a
     * fast open is lost will be known once it is (RFC 7413 §4.2.2).
     */
    void loseFlight() {
        if (scoreboard.una() == 0) {
            scoreboard.loseHead();
        } else {
            detection.loseFlight();
        }
    }

    /** What is outstanding is waited for as long as if it had been sent now. */
    void waitAnew(long now) {
        timer.restartTimeout(now, rtt.rtoNs());
    }

    // ---- From one mode to another

    // RFC 6675 §5: "Any information contained in the scoreboard for sequence numbers greater than the new value of
    // HighACK SHOULD NOT be cleared when leaving the loss recovery phase."
    private void change(Feedback ack, InFlight before, boolean lossFound) {
        if (mode != Mode.OPEN && scoreboard.una() >= recover) {
            if (mode == Mode.FAST_RECOVERY) {
                report.onRecovered(ack.now());
            }
            detection.rack().onRecovered();
            forwardRto.end();
            // RFC 7661 §4.4.1: "After completing the loss recovery phase, the sender MUST re-initialise the pipeACK
            // variable to the "undefined" value."
            report.forgetUse();
            mode = Mode.OPEN;
        }
        if (mode == Mode.OPEN && lostOfNext) {
            followRecovery(ack.now(), before);
        } else if (mode == Mode.OPEN && lossFound) {
            beginFastRecovery(ack.now(), before);
        }
        Optional<Range> told = ack.sack().duplicate();
        long toldEnd = told.isPresent() ? told.get().to() : -1;
        // RFC 8985 §7.4.2: the copy of a probe is answered also when all has been acknowledged, and nothing is
        // outstanding.
        boolean bareDuplicate = ack.repeats() && ack.sack().equals(SelectiveAcknowledgment.NONE);
        if (probe.onAcknowledgment(ack.position(), toldEnd, bareDuplicate) == TailLossProbe.Verdict.REPAIRED_A_LOSS
                && mode == Mode.OPEN) {
            // RFC 8985 §7.4.2: "The sender then SHOULD invoke a congestion control response equivalent to a fast
            // recovery."
            response.onRepaired(ack.now(), before);
        }
    }

    // RFC 5681 §4.3: "Loss in two successive windows of data ... should be taken as two indications of
    // congestion and, therefore, cwnd (and ssthresh) MUST be lowered twice in this case." What was sent in the
    // recovery that is over is the second window. Some of it may have been sent again, and all of it may have
    // come.
    private void followRecovery(long now, InFlight before) {
        if (scoreboard.isEmpty()) {
            response.onRepaired(now, before);
        } else {
            beginFastRecovery(now, before);
        }
        lostOfNext = false;
        spurious.end();
    }

    private void beginFastRecovery(long now, InFlight before) {
        mode = Mode.FAST_RECOVERY;
        beganByTimeout = false;
        recover = scoreboard.nxt();
        counters.fastRecoveries++;
        response.beginRecovery(now, before);
        spurious.begin(scoreboard.una());
        forwardRto.end();
        probe.reset();
        report.forgetUse();
    }

    private void answerEcho(long now, InFlight before) {
        counters.ecnResponses++;
        spurious.end();
        if (response.onEchoToAnswer(now, before, mss, rtt.rtoNs()) == CongestionResponse.Effect.HELD) {
            timer.restartTimeout(now, rtt.rtoNs());
        }
    }

    // ---- Time

    private void setTimers(Feedback ack, InFlight before) {
        if (ack.position() > before.una()) {
            if (scoreboard.isEmpty()) {
                timer.stop();
            } else {
                timer.restartTimeout(ack.now(), rtt.rtoNs());
                scheduleProbe(ack.now());
            }
        } else if (scoreboard.sackedBytes() > 0 && !timer.isReordering()) {
            timer.cancelSooner();
        }
    }

    // RFC 8985 §7.2: "The sender SHOULD start or restart a loss probe PTO timer after transmitting new data (that was
    // not itself a loss probe) or upon receiving an ACK that cumulatively acknowledges new data unless it is already
    // in fast recovery, RTO recovery, or segments have been SACKed"
    private void scheduleProbe(long now) {
        if (timer.isReordering()) {
            return;
        }
        timer.cancelSooner();
        boolean clear = mode == Mode.OPEN && scoreboard.sackedSegments() == 0 && !scoreboard.hasLost();
        if (lossProbes && sackPermitted && clear && !scoreboard.isEmpty() && probe.mayProbe()) {
            boolean single = scoreboard.outstandingBytes() <= mss;
            timer.probeAt(Deadline.after(now, TailLossProbe.timeoutNs(rtt.smoothedNs(), single)));
        }
    }

    long deadline() {
        return timer.deadline();
    }

    /** Neither timeouts nor probes until something is sent: the peer's window is closed, or nothing is open any more. */
    void stopTimers() {
        timer.stop();
        probeDue = false;
    }

    /** The retransmission timer starts anew. */
    void restartTimer(long now) {
        timer.restartTimeout(now, rtt.rtoNs());
    }

    void onTimer(long now) {
        switch (timer.take(now)) {
            case NOTHING -> {}
            case REORDERING -> onReorderingTimer(now);
            case PROBE -> probeDue = true;
            case TIMEOUT -> onTimeout(now);
        }
    }

    private void onReorderingTimer(long now) {
        before.note(scoreboard, flightBytes());
        long lostBefore = report.lostBytes();
        detection.findByTime(now, mode != Mode.OPEN, rtt.smoothedNs());
        boolean found = report.lostBytes() > lostBefore;
        if (found && mode == Mode.OPEN) {
            beginFastRecovery(now, before);
        }
        if (found && mode == Mode.FAST_RECOVERY) {
            response.onRecovering(0, flightBytes(), false, mss);
        }
        timer.restartTimeout(now, rtt.rtoNs());
    }

    /** Whether a loss probe is to be sent now; it counts as sent or skipped, and tells so by {@link #onProbeSent}. */
    boolean takeProbe(long now) {
        boolean due = probeDue;
        probeDue = false;
        if (due) {
            // RFC 8985 §7.3: "regardless of whether a loss probe was sent, the sender MUST re-arm the RTO timer, not
            // the PTO timer, if the FlightSize is not zero"
            timer.restartTimeout(now, rtt.rtoNs());
        }
        return due && now >= response.heldUntil() && probe.mayProbe() && !scoreboard.isEmpty() && !scoreboard.hasLost();
    }

    /** A loss probe was sent: new data, or the last segment again. */
    void onProbeSent(boolean again) {
        counters.tailLossProbes++;
        probe.onSent(scoreboard.nxt(), again);
        timer.cancelSooner();
    }

    private void onTimeout(long now) {
        counters.timeouts++;
        boolean again = timeoutsInARow > 0;
        if (scoreboard.una() == 0) {
            if (timeoutsInARow >= forgivenHandshakeTimeouts) {
                congestion.onHandshakeTimeout();
            }
            scoreboard.loseFlight();
        } else {
            beginTimeoutRecovery(now, again);
        }
        timeoutsInARow++;
        mustSendAgain = true;
        if (scoreboard.una() > 0 || timeoutsInARow > linearTimeouts) {
            rtt.backOff();
        }
        // RFC 6298 §5.6: with the value after backing off
        timer.restartTimeout(now, rtt.rtoNs());
    }

    private void beginTimeoutRecovery(long now, boolean again) {
        response.onTimeout(now, again);
        // RFC 3522 §3.2: "The Eifel detection algorithm MUST NOT be reinitiated after loss recovery has already
        // started."
        if (mode == Mode.OPEN) {
            spurious.begin(scoreboard.una());
            beganByTimeout = true;
        }
        if (mayRunForwardRto(again)) {
            forwardRto.begin(scoreboard.nxt());
        } else {
            forwardRto.end();
        }
        mode = Mode.TIMEOUT_RECOVERY;
        lostOfNext = false;
        recover = scoreboard.nxt();
        probe.reset();
        report.forgetUse();
        detection.onTimeout(now, again, rtt.smoothedNs());
    }

    // RFC 5682 §3.1: "This algorithm SHOULD NOT be applied if the TCP sender is already in loss recovery when a
    // retransmission timeout occurs." And: "If the retransmission timer expires again during the execution of the
    // SACK-enhanced F-RTO algorithm, the TCP sender MUST re-start the algorithm processing from step 1." What the
    // peer told to hold is forgotten then, and would be news if it was told again.
    private boolean mayRunForwardRto(boolean again) {
        boolean begins = again ? forwardRto.isAwaiting() && scoreboard.sackedBytes() == 0 : mode == Mode.OPEN;
        return sackPermitted && begins;
    }

    // ---- What others ask

    /** RFC 6675's pipe. */
    long flightBytes() {
        return detection.flightBytes();
    }

    /** What is going on, for those who ask. */
    TcbInsight.Recovery state() {
        return switch (mode) {
            case OPEN -> detection.isDoubtful() ? TcbInsight.Recovery.DISORDER : TcbInsight.Recovery.OPEN;
            case FAST_RECOVERY -> TcbInsight.Recovery.RECOVERY;
            case TIMEOUT_RECOVERY -> TcbInsight.Recovery.LOSS;
        };
    }

    int timeoutsInARow() {
        return timeoutsInARow;
    }

    /** The least round trip of late; 0 if there is none. */
    long minRttNs(long now) {
        long least = detection.rack().minRttNs(now);
        return least == WindowedMin.NONE ? 0 : least;
    }

    CongestionResponse response() {
        return response;
    }

    Mode mode() {
        return mode;
    }

    /** Bytes a second that were lately delivered; 0 until known. */
    long deliveryRate() {
        return report.deliveryRate();
    }

    @Override
    public void keep(Ledger ledger) {
        probe.keep(ledger);
        spurious.keep(ledger);
        forwardRto.keep(ledger);
        timer.keep(ledger);
        detection.keep(ledger);
        report.keep(ledger);
        response.keep(ledger);
        mss = ledger.entry(mss);
        sackPermitted = ledger.entry(sackPermitted);
        linearTimeouts = ledger.entry(linearTimeouts);
        mode = ledger.entry(mode, Mode.values());
        recover = ledger.entry(recover);
        lostOfNext = ledger.entry(lostOfNext);
        timeoutsInARow = ledger.entry(timeoutsInARow);
        beganByTimeout = ledger.entry(beganByTimeout);
        mustSendAgain = ledger.entry(mustSendAgain);
        probeDue = ledger.entry(probeDue);
    }
}
