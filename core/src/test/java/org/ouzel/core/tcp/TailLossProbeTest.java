package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.NumberedSegments.MSS;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.TailLossProbe.Verdict;

/** RFC 8985 §7. */
class TailLossProbeTest {
    private static final long MS = 1_000_000;
    private static final long NOT_TOLD = -1;

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

    /** §7.4.2, TLP_process_ack. */
    @Nested
    class Acknowledgment {
        private final TailLossProbe probe = new TailLossProbe();

        @Test
        @Tag("8985-7.4.2-1")
        void ofMoreThanTheProbeTellsOfARepairedLoss() {
            probe.onSent(1000, true);
            assertThat(probe.onAcknowledgment(900, NOT_TOLD, false)).isEqualTo(Verdict.NONE);
            assertThat(probe.onAcknowledgment(1000, NOT_TOLD, false)).isEqualTo(Verdict.NONE);
            assertThat(probe.onAcknowledgment(1001, NOT_TOLD, false)).isEqualTo(Verdict.REPAIRED_A_LOSS);
            assertThat(probe.onAcknowledgment(1002, NOT_TOLD, false)).isEqualTo(Verdict.NONE);
        }

        /** Case 1. */
        @Test
        void withADuplicateTellsThatNothingWasLost() {
            probe.onSent(1000, true);
            assertThat(probe.onAcknowledgment(1000, 1000, false)).isEqualTo(Verdict.NONE);
            assertThat(probe.onAcknowledgment(1001, NOT_TOLD, false)).isEqualTo(Verdict.NONE);
        }

        /** Case 2. */
        @Test
        void thatIsABareDuplicateTellsThatNothingWasLost() {
            probe.onSent(1000, true);
            assertThat(probe.onAcknowledgment(1000, NOT_TOLD, true)).isEqualTo(Verdict.NONE);
            assertThat(probe.onAcknowledgment(1001, NOT_TOLD, false)).isEqualTo(Verdict.NONE);
        }

        @Test
        void withTheDuplicateOfAnotherSegmentTellsNothing() {
            probe.onSent(1000, true);
            assertThat(probe.onAcknowledgment(1000, 900, false)).isEqualTo(Verdict.NONE);
            assertThat(probe.onAcknowledgment(1001, NOT_TOLD, false)).isEqualTo(Verdict.REPAIRED_A_LOSS);
        }

        @Test
        void ofAProbeOfNewDataEndsTheEpisode() {
            probe.onSent(1000, false);
            assertThat(probe.onAcknowledgment(1001, NOT_TOLD, false)).isEqualTo(Verdict.NONE);
        }

        // §7.1
        @Test
        void meansNothingWhenARecoveryHasBegun() {
            probe.onSent(1000, true);
            probe.reset();
            assertThat(probe.onAcknowledgment(1001, NOT_TOLD, false)).isEqualTo(Verdict.NONE);
        }

        // §7.3: "there is no other previous loss probe still in flight", and "the sender has obtained an RTT
        // measurement since the last loss probe"
        @Test
        @Tag("8985-7.3-1")
        void andAMeasurementAreNeededForAnotherProbe() {
            assertThat(probe.mayProbe()).isTrue();
            probe.onSent(1000, false);
            probe.onRtt();
            assertThat(probe.mayProbe()).isFalse();
            probe.onAcknowledgment(1000, NOT_TOLD, false);
            assertThat(probe.mayProbe()).isTrue();
            probe.onSent(2000, false);
            probe.onAcknowledgment(2000, NOT_TOLD, false);
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
