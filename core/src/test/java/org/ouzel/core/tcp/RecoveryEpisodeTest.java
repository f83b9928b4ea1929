package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;
import org.ouzel.core.tcp.RecoveryEpisode.Mode;

/** From what recovery to what: five segments of 1000 bytes are on their way. */
class RecoveryEpisodeTest {
    private static final int MSS = 1000;
    private static final Snapshot UNMEASURED = new Snapshot(0, 0, 0, false, 0, 0);

    private final Counters counters = new Counters();
    private final Scoreboard scoreboard = new Scoreboard(new Spares());
    private final RttEstimator rtt = new RttEstimator(TcpParameters.DEFAULT);
    private final RecoveryTimer timer = new RecoveryTimer(rtt);
    private final WideWindow congestion = new WideWindow();
    private final LossDetection detection = new LossDetection(scoreboard, timer, new Losses());
    private final CongestionResponse response = new CongestionResponse(
            congestion,
            new CongestionReport(congestion, scoreboard, detection),
            scoreboard,
            counters,
            TcpHabits.DEFAULT.sending().unit());
    private final RecoveryEpisode episode = new RecoveryEpisode(
            scoreboard, counters, detection.rack(), response, new TailLossProbe(scoreboard, rtt, timer));
    private final InFlight before = new InFlight();
    private final Delivery delivery = new Delivery();

    @BeforeEach
    void send() {
        scoreboard.onSackPermitted();
        sendNew(5);
    }

    private void sendNew(int segments) {
        for (int i = 0; i < segments; i++) {
            scoreboard.send(MSS, MSS, 0, UNMEASURED);
        }
    }

    private void loseFirst() {
        Transmission lost = scoreboard.sentFirst().orElseThrow();
        scoreboard.lose(lost);
        episode.onLost(lost);
    }

    private void sendAgain() {
        Transmission lost = scoreboard.firstLost().orElseThrow();
        scoreboard.sendAgain(lost, 1, UNMEASURED);
        episode.onResent(lost, 1);
    }

    private void acknowledge(long position, boolean lossFound) {
        before.note(scoreboard, scoreboard.flightBytes());
        scoreboard.acknowledge(position, delivery);
        episode.onAcknowledgment(lossFound, before, 2);
    }

    private void judge(SelectiveAcknowledgment sack) {
        before.note(scoreboard, scoreboard.flightBytes());
        delivery.clear();
        episode.judge(
                new Feedback().tell(3, scoreboard.una(), sack, TimestampClock.NOT_ECHOED, true, EcnFeedback.Plain.NONE),
                before,
                delivery);
    }

    private void fastRecovery() {
        loseFirst();
        acknowledge(0, true);
    }

    @Test
    void beginsWithALossAndLastsUntilAllIsAcknowledgedThatWasSentBefore() {
        fastRecovery();
        assertThat(episode.mode()).isEqualTo(Mode.FAST_RECOVERY);
        assertThat(episode.recover()).isEqualTo(5 * MSS);
        assertThat(counters.fastRecoveries).isEqualTo(1);
        sendNew(1);
        assertThat(episode.isPartial(5 * MSS - 1)).isTrue();
        assertThat(episode.isPartial(5 * MSS)).isFalse();
        acknowledge(4 * MSS, false);
        assertThat(episode.mode()).isEqualTo(Mode.FAST_RECOVERY);
        acknowledge(5 * MSS, false);
        assertThat(episode.mode()).isEqualTo(Mode.OPEN);
    }

    @Test
    void isOneForAllThatIsLostOfAWindow() {
        fastRecovery();
        loseFirst();
        acknowledge(1000, true);
        assertThat(counters.fastRecoveries).isEqualTo(1);
    }

    // RFC 5681 §4.3: "Loss in two successive windows of data, or the loss of a retransmission, should be taken as two
    // indications of congestion"
    @Test
    void isFollowedByAnotherIfSomethingOfTheNextWindowWasLost() {
        fastRecovery();
        sendNew(2);
        scoreboard.sack(MSS, 5 * MSS, delivery);
        loseFirst();
        assertThat(episode.mode()).isEqualTo(Mode.FAST_RECOVERY);
        acknowledge(5 * MSS, false);
        assertThat(episode.mode()).isEqualTo(Mode.FAST_RECOVERY);
        assertThat(episode.recover()).isEqualTo(7 * MSS);
        assertThat(counters.fastRecoveries).isEqualTo(2);
    }

    @Test
    void givesWayToOneFromATimeout() {
        fastRecovery();
        sendNew(1);
        episode.onTimeout(2, false);
        assertThat(episode.mode()).isEqualTo(Mode.TIMEOUT_RECOVERY);
        assertThat(episode.recover()).isEqualTo(6 * MSS);
        loseFirst();
        acknowledge(1000, true);
        assertThat(episode.mode()).isEqualTo(Mode.TIMEOUT_RECOVERY);
        acknowledge(6 * MSS, false);
        assertThat(episode.mode()).isEqualTo(Mode.OPEN);
    }

    @Test
    void hasTheWindowComeDownAsLongAsItIsAFastOne() {
        assertThat(episode.reduction()).isNull();
        fastRecovery();
        assertThat(episode.reduction()).isNotNull();
        acknowledge(MSS, false);
        assertThat(episode.reduction()).isNotNull();
        episode.onTimeout(2, false);
        assertThat(episode.reduction()).isNull();
        acknowledge(5 * MSS, false);
        sendNew(1);
        fastRecovery();
        acknowledge(6 * MSS, false);
        assertThat(episode.reduction()).isNull();
    }

    // A congestion control of the user's may fail.
    @Test
    void hasNotBegunWhereCongestionControlFails() {
        congestion.fails = true;
        assertThatThrownBy(this::fastRecovery).isInstanceOf(IllegalStateException.class);
        assertThat(episode.mode()).isEqualTo(Mode.OPEN);
        assertThat(counters.fastRecoveries).isZero();
        congestion.fails = false;
        loseFirst();
        acknowledge(0, true);
        assertThat(episode.mode()).isEqualTo(Mode.FAST_RECOVERY);
        assertThat(counters.fastRecoveries).isEqualTo(1);
    }

    @Test
    void isOverThoughCongestionControlFails() {
        fastRecovery();
        congestion.fails = true;
        assertThatThrownBy(() -> acknowledge(5 * MSS, false)).isInstanceOf(IllegalStateException.class);
        assertThat(episode.mode()).isEqualTo(Mode.OPEN);
    }

    @Test
    void isNothingToBeWrittenDownWhileItGoesOn() {
        episode.keep(Ledger.blank());
        fastRecovery();
        Ledger ledger = Ledger.blank();
        assertThatThrownBy(() -> episode.keep(ledger))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("FAST_RECOVERY")
                .hasMessageContaining("5000");
    }

    @Test
    void isUndoneWhenWhatWasSentAgainHasComeTwice() {
        fastRecovery();
        sendAgain();
        judge(cameTwice());
        assertThat(episode.mode()).isEqualTo(Mode.OPEN);
        assertThat(counters.spuriousRecoveries).isEqualTo(1);
        assertThat(counters.spuriousTimeouts).isZero();
    }

    @Test
    void countsATimeoutThatWasNeedlessAsSuch() {
        episode.onTimeout(1, false);
        loseFirst();
        sendAgain();
        judge(cameTwice());
        assertThat(episode.mode()).isEqualTo(Mode.OPEN);
        assertThat(counters.spuriousTimeouts).isEqualTo(1);
    }

    @Test
    void isNotUndoneWhenItIsUpheld() {
        fastRecovery();
        sendAgain();
        episode.uphold();
        judge(cameTwice());
        assertThat(episode.mode()).isEqualTo(Mode.FAST_RECOVERY);
        assertThat(counters.spuriousRecoveries).isZero();
    }

    private static SelectiveAcknowledgment cameTwice() {
        return new SelectiveAcknowledgment(Optional.of(new Range(0, MSS)), List.of());
    }

    @Test
    void asksForNoNewDataInAFastRecovery() {
        assertThat(episode.prefersNewData()).isFalse();
        fastRecovery();
        assertThat(episode.prefersNewData()).isFalse();
    }
}
