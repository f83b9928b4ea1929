package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.NumberedSegments.MSS;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;
import org.ouzel.core.tcp.TailLossProbe.Verdict;

/** RFC 8985 §7. */
class TailLossProbeTest {
    private static final long MS = 1_000_000;

    private final Scoreboard scoreboard = new Scoreboard(new Spares());
    private final RttEstimator rtt = new RttEstimator(TcpParameters.DEFAULT);
    private final RecoveryTimer timer = new RecoveryTimer(rtt);
    private final TailLossProbe probe = new TailLossProbe(scoreboard, rtt, timer);
    private long now;

    /** So many bytes are sent for the first time. */
    private void send(int bytes) {
        Snapshot unmeasured = new Snapshot(0, 0, 0, false, 0, 0);
        scoreboard.send(bytes, bytes, now, unmeasured);
        timer.startTimeout(now);
    }

    private static Feedback acknowledging(long position, SelectiveAcknowledgment sack, boolean repeats) {
        return new Feedback().tell(0, position, sack, TimestampClock.NOT_ECHOED, repeats, EcnFeedback.Plain.NONE);
    }

    /** §7.2, TLP_calc_PTO. */
    @Nested
    class Timeout {
        @Test
        @Tag("8985-7.2-3")
        void isTwoRoundTrips() {
            assertThat(TailLossProbe.timeoutNs(30 * MS, false)).isEqualTo(60 * MS);
        }

        @Test
        @Tag("8985-7.2-2")
        void isASecondBeforeThereIsAMeasurement() {
            assertThat(TailLossProbe.timeoutNs(0, false)).isEqualTo(1000 * MS);
            assertThat(TailLossProbe.timeoutNs(0, true)).isEqualTo(1000 * MS);
        }

        @Test
        @Tag("8985-7.2-3")
        void leavesTimeForADelayedAcknowledgmentOfASingleSegment() {
            assertThat(TailLossProbe.timeoutNs(30 * MS, true)).isEqualTo(260 * MS);
        }
    }

    /** §7.2, when the PTO runs; the retransmission timer would expire in a second. */
    @Nested
    class Schedule {
        private Schedule() {
            scoreboard.onSackPermitted();
            rtt.sample(30 * MS, 1);
        }

        private void schedule(boolean recovering) {
            probe.schedule(recovering, 1000, now);
        }

        // "after transmitting new data", and "If FlightSize is one segment"
        @Test
        @Tag("8985-7.2-1")
        void beginsWithNewData() {
            send(1000);
            schedule(false);
            assertThat(timer.deadline()).isEqualTo(timeout(true));
            send(1000);
            schedule(false);
            assertThat(timer.deadline()).isEqualTo(timeout(false));
        }

        private long timeout(boolean single) {
            return Math.min(TailLossProbe.timeoutNs(30 * MS, single), rtt.rtoNs());
        }

        // "unless it is already in fast recovery, RTO recovery, or segments have been SACKed"
        @Test
        @Tag("8985-7.2-1")
        void doesNotBeginInARecoveryNorWhereSomethingIsHeld() {
            send(1000);
            send(1000);
            schedule(true);
            assertThat(timer.deadline()).isEqualTo(rtt.rtoNs());
            scoreboard.sack(1000, 2000, new Delivery());
            schedule(false);
            assertThat(timer.deadline()).isEqualTo(rtt.rtoNs());
        }

        // §8: the reordering timer is not overridden
        @Test
        @Tag("8985-8-1")
        void leavesTheReorderingTimerAlone() {
            send(1000);
            timer.reorderingAt(7 * MS);
            schedule(false);
            assertThat(timer.deadline()).isEqualTo(7 * MS);
            assertThat(timer.isReordering()).isTrue();
        }

        // §7.3: "regardless of whether a loss probe was sent, the sender MUST re-arm the RTO timer"
        @Test
        @Tag("8985-7.3-7")
        void givesWayToTheRetransmissionTimerWhenItHasExpired() {
            send(1000);
            schedule(false);
            now = timer.deadline();
            assertThat(timer.take(now)).isEqualTo(RecoveryTimer.Due.PROBE);
            probe.onTimer();
            assertThat(probe.takeDue(now)).isTrue();
            assertThat(probe.takeDue(now)).isFalse();
            assertThat(timer.deadline()).isEqualTo(now + rtt.rtoNs());
        }

        @Test
        void isForNothingWhenAllHasBeenAcknowledgedMeanwhile() {
            send(1000);
            probe.onTimer();
            scoreboard.acknowledge(1000, new Delivery());
            assertThat(probe.takeDue(now)).isFalse();
        }
    }

    /** §7.4.2, TLP_process_ack, of a probe that was sent when SND.NXT was 1000. */
    @Nested
    class Acknowledgment {
        private Verdict onAcknowledgment(long position) {
            return probe.onAcknowledgment(acknowledging(position, SelectiveAcknowledgment.NONE, false));
        }

        private Verdict onBareDuplicate(long position) {
            return probe.onAcknowledgment(acknowledging(position, SelectiveAcknowledgment.NONE, true));
        }

        private Verdict onToldDuplicate(long position, long end) {
            Range twice = new Range(end - 100, end);
            return probe.onAcknowledgment(
                    acknowledging(position, new SelectiveAcknowledgment(Optional.of(twice), List.of()), true));
        }

        private void sent(boolean again) {
            send(1000);
            probe.onSent(again);
        }

        @Test
        @Tag("8985-7.4.2-1")
        void ofMoreThanTheProbeTellsOfARepairedLoss() {
            sent(true);
            assertThat(onAcknowledgment(900)).isEqualTo(Verdict.NONE);
            assertThat(onAcknowledgment(1000)).isEqualTo(Verdict.NONE);
            assertThat(onAcknowledgment(1001)).isEqualTo(Verdict.REPAIRED_A_LOSS);
            assertThat(onAcknowledgment(1002)).isEqualTo(Verdict.NONE);
        }

        /** Case 1. */
        @Test
        void withADuplicateTellsThatNothingWasLost() {
            sent(true);
            assertThat(onToldDuplicate(1000, 1000)).isEqualTo(Verdict.NONE);
            assertThat(onAcknowledgment(1001)).isEqualTo(Verdict.NONE);
        }

        /** Case 2. */
        @Test
        void thatIsABareDuplicateTellsThatNothingWasLost() {
            sent(true);
            assertThat(onBareDuplicate(1000)).isEqualTo(Verdict.NONE);
            assertThat(onAcknowledgment(1001)).isEqualTo(Verdict.NONE);
        }

        @Test
        void withTheDuplicateOfAnotherSegmentTellsNothing() {
            sent(true);
            assertThat(onToldDuplicate(1000, 900)).isEqualTo(Verdict.NONE);
            assertThat(onAcknowledgment(1001)).isEqualTo(Verdict.REPAIRED_A_LOSS);
        }

        @Test
        void ofAProbeOfNewDataEndsTheEpisode() {
            sent(false);
            assertThat(onAcknowledgment(1001)).isEqualTo(Verdict.NONE);
        }

        // §7.1
        @Test
        void meansNothingWhenARecoveryHasBegun() {
            sent(true);
            probe.reset();
            assertThat(onAcknowledgment(1001)).isEqualTo(Verdict.NONE);
        }

        // §7.3: "there is no other previous loss probe still in flight", and "the sender has obtained an RTT
        // measurement since the last loss probe"
        @Test
        @Tag("8985-7.3-1")
        void andAMeasurementAreNeededForAnotherProbe() {
            assertThat(probe.mayProbe()).isTrue();
            sent(false);
            probe.onRtt();
            assertThat(probe.mayProbe()).isFalse();
            onAcknowledgment(1000);
            assertThat(probe.mayProbe()).isTrue();
            sent(false);
            onAcknowledgment(2000);
            assertThat(probe.mayProbe()).isFalse();
        }
    }

    /** Between two ends, with a round trip of 10 ms and a retransmission timeout of 210. */
    @Nested
    class OnAPath {
        // §7.2
        @Test
        @Tag("8985-7.2-1")
        @Tag("8985-7.3-5")
        void comesTwoRoundTripsAfterTheLastSegmentOrAcknowledgment() throws CallRefused {
            NumberedSegments flow = NumberedSegments.open();
            flow.lose(2, 3).send(2).pass(4).send(2).untilAcknowledged();
            assertThat(flow.sent()).containsExactly(0, 1, 2, 3, 3, 2);
            assertThat(flow.sentAtMs(3, 2)).isEqualTo(30); // 20 ms after the acknowledgment of P1 at 10
            assertThat(flow.counters().tailLossProbes()).isEqualTo(1);
            assertThat(flow.counters().timeouts()).isZero();
        }

        // §7.2: "if the time at which an RTO would fire ... is sooner than the computed time for the PTO, then
        // the sender schedules a TLP to be sent at that RTO time."
        @Test
        @Tag("8985-7.2-3")
        void comesInPlaceOfATimeoutThatWouldBeSooner() throws CallRefused {
            NumberedSegments flow = NumberedSegments.open();
            flow.lose(0).send(1).untilAcknowledged();
            assertThat(flow.sentAtMs(0, 2)).isEqualTo(210);
            assertThat(flow.counters().timeouts()).isZero();
        }

        // §7.3: "the sender SHOULD transmit a previously unsent data segment, if one exists and the receive window
        // allows": though the congestion window does not.
        @Test
        @Tag("8985-7.3-4")
        void isNewDataIfThereIsSome() throws CallRefused {
            NumberedSegments flow = NumberedSegments.open();
            flow.lose(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).send(12).until(25);
            assertThat(flow.sent()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            assertThat(flow.sentAtMs(10, 1)).isEqualTo(20);
            flow.until(30);
            assertThat(flow.counters().segmentsLost()).isEqualTo(10);
            flow.untilAcknowledged();
            assertThat(flow.counters().timeouts()).isZero();
        }

        // §7.3: "the sender MUST re-arm the RTO timer, not the PTO timer"
        @Test
        @Tag("8985-7.3-7")
        void leavesTheRestToTheTimeoutIfItIsLostToo() throws CallRefused {
            NumberedSegments flow = NumberedSegments.open();
            flow.lose(1, 2).loseTime(2, 2).send(3).until(239);
            assertThat(flow.sent()).containsExactly(0, 1, 2, 2);
            assertThat(flow.counters().timeouts()).isZero();
            flow.untilAcknowledged();
            assertThat(flow.sentAtMs(1, 2)).isEqualTo(240); // the probe was sent at 30
            assertThat(flow.counters().timeouts()).isEqualTo(1);
            assertThat(flow.counters().tailLossProbes()).isEqualTo(1);
        }

        // §7.3: new data would have another probe sent; there is one in flight, and the timeout stays as it was.
        @Test
        @Tag("8985-7.3-1")
        @Tag("8985-7.3-2")
        @Tag("8985-7.3-3")
        void isNotFollowedByAnother() throws CallRefused {
            NumberedSegments flow = NumberedSegments.open();
            flow.lose(1, 2, 3).loseTime(2, 2).send(3).until(50).send(1).until(239);
            assertThat(flow.sent()).containsExactly(0, 1, 2, 2, 3);
            flow.untilAcknowledged();
            assertThat(flow.sentAtMs(1, 2)).isEqualTo(240);
            assertThat(flow.counters().tailLossProbes()).isEqualTo(1);
        }

        // §4: "The connection MUST use selective acknowledgment (SACK) options"
        @Test
        @Tag("8985-4-1")
        void isNotSentWithoutSack() throws CallRefused {
            NumberedSegments flow = NumberedSegments.without(true, false);
            flow.lose(1, 2).send(3).untilAcknowledged();
            assertThat(flow.counters().tailLossProbes()).isZero();
            assertThat(flow.counters().timeouts()).isEqualTo(1);
        }

        // §7.4.2: "The sender then SHOULD invoke a congestion control response equivalent to a fast recovery."
        @Test
        @Tag("8985-7.4.2-1")
        @Tag("8985-7.4.2-2")
        void thatRepairsALossHasTheWindowReducedOnce() throws CallRefused {
            NumberedSegments flow = NumberedSegments.open();
            flow.lose(7).send(8).untilAcknowledged();
            double before = flow.window();
            flow.send(1).untilAcknowledged();
            double reduced = flow.window();
            assertThat(reduced).isLessThan(before);
            assertThat(flow.status().congestion().ssthreshBytes()).isEqualTo(2L * MSS);
            flow.send(1).untilAcknowledged().send(1).untilAcknowledged();
            assertThat(flow.window()).isGreaterThanOrEqualTo(reduced);
            assertThat(flow.counters().segmentsRetransmitted()).isEqualTo(1);
        }

        @Test
        void thatWasNotNeededChangesNothing() throws CallRefused {
            NumberedSegments flow = NumberedSegments.open();
            flow.delay(7, 212 * MS).send(8).untilAcknowledged().pass(50);
            assertThat(flow.counters().tailLossProbes()).isEqualTo(1);
            assertThat(flow.counters().duplicateSackBlocksIn()).isEqualTo(1);
            flow.send(1).untilAcknowledged();
            assertThat(flow.window()).isGreaterThanOrEqualTo(10);
            assertThat(flow.status().congestion().ssthreshBytes()).isEqualTo(Long.MAX_VALUE);
        }

        // §7.4.2 case 2: the peer tells of no duplicates, and the second copy of the tail comes when nothing is
        // outstanding.
        @Test
        void thatCameTwiceToAPeerThatTellsOfNoDuplicatesChangesNothing() throws CallRefused {
            Pair pair = new Pair(1, Pair.SETTINGS);
            pair.change = segment -> segment.sourcePort() == 7 ? PeerOptions.withoutBlocks(segment) : segment;
            NumberedSegments flow = NumberedSegments.over(pair);
            flow.delay(7, 212 * MS).send(8).pass(300);
            assertThat(flow.counters().tailLossProbes()).isEqualTo(1);
            assertThat(flow.counters().duplicateSackBlocksIn()).isZero();
            flow.send(1).untilAcknowledged();
            assertThat(flow.window()).isGreaterThanOrEqualTo(10);
            assertThat(flow.status().congestion().ssthreshBytes()).isEqualTo(Long.MAX_VALUE);
        }
    }
}
