package org.ouzel.core.tcp;

import java.util.List;
import java.util.Optional;
import org.ouzel.core.tcp.CongestionReport.Outcome;
import org.ouzel.core.tcp.RoundTripSample.Source;
import org.ouzel.core.tcp.congestion.CongestionControl;

/**
 * What is done about losses, and with what is told of them: which of what was sent goes again. Each acknowledgment, and each timer that
 * expires, is put to those who know: {@link LossDetection} finds what was lost, the {@link RecoveryEpisode} has it that a recovery goes on
 * or is undone, {@link CongestionResponse} what congestion has for an answer, {@link TailLossProbe} and the {@link RecoveryTimer} when
 * something is to be sent that calls for an acknowledgment.
 */
final class LossRecovery implements Kept {
    private final CongestionControl congestion;
    private final RttEstimator rtt;
    private final Counters counters;
    private final Scoreboard scoreboard;

    private final RecoveryTimer timer;
    private final TailLossProbe probe;
    private final LossDetection detection;
    private final CongestionReport report;
    private final CongestionResponse response;
    private final RecoveryEpisode episode;
    private final int forgivenHandshakeTimeouts;

    /** What the acknowledgment that is being dealt with has told to be delivered, what was on its way before, and what came of it: lent. */
    private final Delivery delivery;

    private final InFlight before;
    private final RoundTripSample sample;
    private final Outcome outcome;

    private int mss;

    /** The retransmission timer has expired: one segment goes, whatever the window. */
    private boolean mustSendAgain;

    LossRecovery(
            CongestionControl congestion,
            RttEstimator rtt,
            Counters counters,
            Scoreboard scoreboard,
            TcpHabits habits,
            Workbench workbench) {
        this.delivery = workbench.delivery();
        this.before = workbench.before();
        this.sample = workbench.sample();
        this.outcome = workbench.outcome();
        this.forgivenHandshakeTimeouts = habits.timing().forgivenHandshakeTimeouts();
        this.congestion = congestion;
        this.rtt = rtt;
        this.counters = counters;
        this.scoreboard = scoreboard;
        this.timer = new RecoveryTimer(rtt);
        this.probe = new TailLossProbe(scoreboard, rtt, timer);
        this.detection = new LossDetection(scoreboard, timer, workbench.losses());
        this.report = new CongestionReport(congestion, scoreboard, detection);
        this.response = new CongestionResponse(
                congestion, report, scoreboard, counters, habits.sending().unit());
        this.episode = new RecoveryEpisode(scoreboard, counters, detection.rack(), response, probe);
    }

    void onSegmentSize(int mssBytes) {
        mss = mssBytes;
    }

    /** So many timeouts of a SYN do not double the next. */
    void onLinearTimeouts(int count) {
        timer.onLinearTimeouts(count);
    }

    /** What the user chose. */
    void onHabits(TcpHabits habits) {
        probe.onHabits(habits.timing());
        report.onHabits(habits);
    }

    void onSackPermitted() {
        scoreboard.onSackPermitted();
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
        episode.onResent(sent, now);
        mustSendAgain = false;
        afterSending(sent.bytes(), now);
    }

    private void afterSending(long bytes, long now) {
        ProportionalRateReduction reduction = episode.reduction();
        if (reduction != null) {
            reduction.onSent(bytes);
        }
        report.onSent(now, bytes);
        timer.startTimeout(now);
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

    /** How many bytes may be in flight: in a fast recovery what its reduction says, unless congestion control sees to that itself. */
    long allowedFlight() {
        ProportionalRateReduction reduction = episode.reduction();
        return Math.max(
                mss,
                reduction == null || congestion.regulatesRecovery() ? congestion.cwndBytes() : reduction.cwndBytes());
    }

    /** Whether new data goes before what is lost, to find out whether it is (F-RTO). */
    boolean prefersNewData() {
        return episode.prefersNewData();
    }

    /** There is no new data to send, or no more. */
    void onNoNewData() {
        episode.onNoNewData();
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
        measure(ack);
        judge(ack);
        boolean wasRecovering = episode.isFast();
        Losses losses = detection.find(ack, delivery, !episode.isOpen(), episode.recover(), rtt.smoothedNs());
        long lostBytes = onLost(losses, ack.now());
        episode.onAcknowledgment(lostBytes > 0, before, ack.now());
        answerProbe(ack);
        if (episode.isOpen() && response.isToAnswer(ack, before)) {
            answerEcho(ack.now());
        }
        reduce(delivery.bytes(), ack.position() > before.una() && lostBytes == 0);
        // RFC 3168 §6.1.2: "The sending TCP SHOULD NOT increase the congestion window in response to the receipt of an
        // ECN-Echo ACK packet." After a timeout it does: its one segment is the answer, and the peer echoes on until
        // CWR comes, which has to wait for new data.
        boolean recovering = wasRecovering || episode.isFast() || (marks > 0 && episode.isOpen());
        report.onAcknowledged(ack, before, delivery, outcome.note(lostBytes, marks, sample.ofSegmentNs(), recovering));
        setTimers(ack);
        scoreboard.reclaim(delivery);
    }

    /** Whether it acknowledges what was acknowledged before, where nothing waits for it: most often, data has come with it. */
    private boolean tellsNothing(Feedback ack) {
        return scoreboard.isEmpty()
                && episode.isOpen()
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
        boolean partial = episode.isPartial(ack.position());
        detection.count(acknowledged, ack.isDuplicate(scoreboard), partial, mss, delivery);
        if (acknowledged > 0) {
            timer.onProgress();
            mustSendAgain = false;
        }
        // RFC 7661 §4.2: "The pipeACK variable MUST NOT be updated during TCP Fast Recovery."
        if (acknowledged > 0 && !episode.isFast()) {
            report.onAdvance(acknowledged, rtt.smoothedNs(), ack.now());
        }
        if (scoreboard.isReneged()) {
            counters.reneges++;
            scoreboard.forgetSacked();
        }
    }

    private void measure(Feedback ack) {
        Source source = sample.take(ack, before, delivery, scoreboard.isSackPermitted(), rtt.maxRtoNs());
        switch (source) {
            case NOTHING -> {}
            case REPEATED_SYN -> rtt.handshakeWasRetransmitted();
            case SEGMENT, TIMESTAMP -> {
                // One acknowledgment for every second segment. Most often it is one: then nothing need be divided.
                long perRoundTrip = before.flightBytes() < 4L * mss ? 1 : before.flightBytes() / (2L * mss);
                rtt.sample(sample.ns(), perRoundTrip, scoreboard.una(), scoreboard.nxt());
                detection.rack().onRtt(sample.ns(), ack.now());
                probe.onRtt();
            }
        }
    }

    private void judge(Feedback ack) {
        if (ack.sack().duplicate().isPresent()) {
            counters.duplicateSackBlocksIn++;
            detection.rack().onDuplicateTold(scoreboard.una(), scoreboard.nxt());
        }
        episode.judge(ack, before, delivery);
    }

    /** In a fast recovery the window comes down by what was delivered; {@code safe} is SafeACK. */
    private void reduce(long deliveredBytes, boolean safe) {
        ProportionalRateReduction reduction = episode.reduction();
        if (reduction != null) {
            reduction.onAcknowledgment(deliveredBytes, flightBytes(), safe, mss);
        }
    }

    private void answerProbe(Feedback ack) {
        if (probe.onAcknowledgment(ack) == TailLossProbe.Verdict.REPAIRED_A_LOSS && episode.isOpen()) {
            // RFC 8985 §7.4.2: "The sender then SHOULD invoke a congestion control response equivalent to a fast
            // recovery."
            response.onRepaired(ack.now(), before);
        }
    }

    private void answerEcho(long now) {
        counters.ecnResponses++;
        episode.uphold();
        if (response.onEchoToAnswer(now, before, mss, rtt.rtoNs()) == CongestionResponse.Effect.HELD) {
            timer.restartTimeout(now);
        }
    }

    // ---- Losses

    /** Takes note of what was found lost; returns how much that is. Congestion control is told last: one of the user's may fail. */
    private long onLost(Losses losses, long now) {
        List<Transmission> found = losses.found();
        for (int i = 0; i < found.size(); i++) {
            Transmission sent = found.get(i);
            episode.onLost(sent);
            counters.segmentsLost += sent.segments;
            response.onLost(sent);
        }
        for (int i = 0; i < found.size(); i++) {
            report.onLost(found.get(i), now);
        }
        return losses.bytes();
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

    // ---- Time

    private void setTimers(Feedback ack) {
        if (ack.position() > before.una()) {
            if (scoreboard.isEmpty()) {
                timer.stop();
            } else {
                timer.restartTimeout(ack.now());
                scheduleProbe(ack.now());
            }
        } else if (scoreboard.sackedBytes() > 0 && !timer.isReordering()) {
            timer.cancelSooner();
        }
    }

    private void scheduleProbe(long now) {
        probe.schedule(!episode.isOpen(), mss, now);
    }

    long deadline() {
        return timer.deadline();
    }

    /** Neither timeouts nor probes until something is sent: the peer's window is closed, or nothing is open any more. */
    void stopTimers() {
        timer.stop();
        probe.cancel();
    }

    /** What is outstanding is waited for as long as if it had been sent now. */
    void restartTimer(long now) {
        timer.restartTimeout(now);
    }

    void onTimer(long now) {
        switch (timer.take(now)) {
            case NOTHING -> {}
            case REORDERING -> onReorderingTimer(now);
            case PROBE -> probe.onTimer();
            case TIMEOUT -> onTimeout(now);
        }
    }

    private void onReorderingTimer(long now) {
        before.note(scoreboard, flightBytes());
        if (onLost(detection.findByTime(now, !episode.isOpen(), rtt.smoothedNs()), now) > 0) {
            episode.onLossFound(now, before);
            reduce(0, false);
        }
        timer.restartTimeout(now);
    }

    /** Whether a loss probe is to be sent now; it counts as sent or skipped, and tells so by {@link #onProbeSent}. */
    boolean takeProbe(long now) {
        return probe.takeDue(now) && now >= response.heldUntil();
    }

    /** A loss probe was sent: new data, or the last segment again. */
    void onProbeSent(boolean again) {
        counters.tailLossProbes++;
        probe.onSent(again);
    }

    private void onTimeout(long now) {
        counters.timeouts++;
        boolean ofSyn = scoreboard.una() == 0;
        if (ofSyn) {
            if (timer.timeoutsInARow() >= forgivenHandshakeTimeouts) {
                congestion.onHandshakeTimeout();
            }
            scoreboard.loseFlight();
        } else {
            boolean again = timer.timeoutsInARow() > 0;
            episode.onTimeout(now, again);
            onLost(detection.onTimeout(now, again, rtt.smoothedNs()), now);
        }
        mustSendAgain = true;
        timer.onTimeout(ofSyn, now);
    }

    // ---- What others ask

    /** RFC 6675's pipe. */
    long flightBytes() {
        return detection.flightBytes();
    }

    /** What is going on, for those who ask. */
    TcbInsight.Recovery state() {
        return switch (episode.mode()) {
            case OPEN -> detection.isDoubtful() ? TcbInsight.Recovery.DISORDER : TcbInsight.Recovery.OPEN;
            case FAST_RECOVERY -> TcbInsight.Recovery.RECOVERY;
            case TIMEOUT_RECOVERY -> TcbInsight.Recovery.LOSS;
        };
    }

    int timeoutsInARow() {
        return timer.timeoutsInARow();
    }

    /** The least round trip of late; 0 if there is none. */
    long minRttNs(long now) {
        return detection.rack().minRttNs(now);
    }

    CongestionResponse response() {
        return response;
    }

    /** Bytes a second that were lately delivered; 0 until known. */
    long deliveryRate() {
        return report.deliveryRate();
    }

    @Override
    public void keep(Ledger ledger) {
        timer.keep(ledger);
        probe.keep(ledger);
        detection.keep(ledger);
        report.keep(ledger);
        response.keep(ledger);
        episode.keep(ledger);
        mss = ledger.entry(mss);
        mustSendAgain = ledger.entry(mustSendAgain);
    }
}
