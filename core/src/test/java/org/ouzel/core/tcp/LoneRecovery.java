package org.ouzel.core.tcp;

import java.util.List;
import java.util.Optional;
import org.ouzel.core.tcp.congestion.CongestionControl;

/** A loss recovery by itself: the connection is open with a round trip of 10 ms, and segments of 1000 bytes follow. */
final class LoneRecovery {
    static final int MSS = 1000;

    final Counters counters = new Counters();
    final Scoreboard scoreboard = new Scoreboard(new Spares());
    final RttEstimator rtt = new RttEstimator(TcpParameters.DEFAULT);
    final CongestionControl congestion;
    final LossRecovery recovery;
    long now;

    private LoneRecovery(CongestionControl congestion) {
        this.congestion = congestion;
        this.recovery = new LossRecovery(congestion, rtt, counters, scoreboard, TcpHabits.DEFAULT, new Workbench());
    }

    static LoneRecovery withSack(CongestionControl congestion) {
        LoneRecovery alone = new LoneRecovery(congestion);
        alone.recovery.onSackPermitted();
        return alone.opened();
    }

    static LoneRecovery withoutSack(CongestionControl congestion) {
        return new LoneRecovery(congestion).opened();
    }

    private LoneRecovery opened() {
        congestion.onSegmentSize(MSS);
        recovery.onSegmentSize(MSS);
        recovery.onSend(1, 1, now);
        now = 10 * Pair.MS;
        acknowledge(1);
        return this;
    }

    /** Where a segment begins. */
    static long position(int segment) {
        return 1 + (long) segment * MSS;
    }

    /** The segments from the one up to the other, which is not among them. */
    static Range segments(int from, int to) {
        return new Range(position(from), position(to));
    }

    void send(int segments) {
        for (int i = 0; i < segments; i++) {
            recovery.onSend(MSS, MSS, now);
        }
    }

    void sendAllAgain() {
        while (recovery.nextToSendAgain().isPresent()) {
            sendAgain();
        }
    }

    /** Sends the next again that is to be. */
    void sendAgain() {
        recovery.onSendAgain(recovery.nextToSendAgain().orElseThrow(), now);
    }

    void acknowledge(long position) {
        tell(position, SelectiveAcknowledgment.NONE, position == scoreboard.una());
    }

    /** The same, with a timestamp that tells when the segment was sent that it answers. */
    void acknowledge(long position, long echoedAtNs) {
        recovery.onFeedback(new Feedback()
                .tell(now, position, SelectiveAcknowledgment.NONE, echoedAtNs, false, EcnFeedback.Plain.NONE));
    }

    void duplicate() {
        acknowledge(scoreboard.una());
    }

    void sack(long position, Range... held) {
        tell(position, new SelectiveAcknowledgment(Optional.empty(), List.of(held)), position == scoreboard.una());
    }

    /** Nothing more is acknowledged; one range has come twice. */
    void sackTwice(Range twice, Range... held) {
        tell(scoreboard.una(), new SelectiveAcknowledgment(Optional.of(twice), List.of(held)), true);
    }

    private void tell(long position, SelectiveAcknowledgment sack, boolean repeats) {
        recovery.onFeedback(
                new Feedback().tell(now, position, sack, TimestampClock.NOT_ECHOED, repeats, EcnFeedback.Plain.NONE));
    }
}
