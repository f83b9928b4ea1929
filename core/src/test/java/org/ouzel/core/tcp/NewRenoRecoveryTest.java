package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Recovery with a peer that knows no SACK: duplicate and partial acknowledgments (RFC 5681 §3.2, RFC 6582). */
class NewRenoRecoveryTest {
    private static final int MSS = 1000;

    // RFC 6582 §3.2 step 3: a partial acknowledgment tells of the next loss, without three duplicates.
    @Test
    @Tag("6582-3.2-3")
    @Tag("6582-3.2-6")
    @Tag("5681-4.3-1")
    void sendsAgainTheNextSegmentAtEachPartialAcknowledgment() throws CallRefused {
        NumberedSegments flow = NumberedSegments.without(true, false);
        flow.lose(0, 3, 6).send(10).untilAcknowledged();
        assertThat(flow.sent()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 3, 6);
        assertThat(flow.sentAtMs(3, 2) - flow.sentAtMs(0, 2)).isBetween(10.0, 11.0);
        assertThat(flow.sentAtMs(6, 2) - flow.sentAtMs(3, 2)).isBetween(10.0, 11.0);
        assertThat(flow.counters().timeouts()).isZero();
        assertThat(flow.counters().fastRecoveries()).isEqualTo(1);
    }

    // RFC 6582 §3.2 step 3, a full acknowledgment; RFC 9937 §6.4: "cwnd = ssthresh"
    @Test
    @Tag("6582-3.2-4")
    @Tag("9937-6.4-1")
    @Tag("5681-3.2-10")
    void endsWithTheWindowAtHalfOfTheFlight() throws CallRefused {
        NumberedSegments flow = NumberedSegments.without(true, false);
        flow.lose(0, 3).send(10).untilAcknowledged();
        assertThat(flow.window()).isEqualTo(5);
        assertThat(flow.status().congestion().ssthreshBytes()).isEqualTo(5 * NumberedSegments.MSS);
    }

    private static LoneRecovery alone() {
        return LoneRecovery.withoutSack(new WideWindow());
    }

    @Test
    @Tag("5681-3.2-3")
    @Tag("6675-5-1")
    void takesThreeDuplicatesInARow() {
        LoneRecovery alone = alone();
        alone.send(10);
        alone.duplicate();
        alone.duplicate();
        alone.acknowledge(1001);
        alone.duplicate();
        alone.duplicate();
        assertThat(alone.recovery.state()).isEqualTo(TcbInsight.Recovery.DISORDER);
        alone.duplicate();
        assertThat(alone.recovery.state()).isEqualTo(TcbInsight.Recovery.RECOVERY);
        assertThat(alone.scoreboard.firstLost().map(lost -> lost.from)).contains(1001L);
    }

    // RFC 6582 §3.2 step 2: "If not, the TCP does not enter fast retransmit and does not reset ssthresh." Step
    // 4: "After a retransmit timeout, record the highest sequence number transmitted in the variable recover".
    @Test
    @Tag("6582-3.2-2")
    @Tag("6582-3.2-3")
    @Tag("6582-3.2-7")
    @Tag("6675-5.1-1")
    @Tag("6675-5.1-3")
    @Tag("6675-5.1-2")
    void doesNotTakeDuplicatesOfWhatATimeoutHasSentAgainForALoss() {
        LoneRecovery alone = alone();
        alone.send(4);
        alone.now = alone.recovery.deadline();
        alone.recovery.onTimer(alone.now);
        alone.sendAllAgain();
        alone.now += 10 * Pair.MS;
        alone.acknowledge(4001);
        alone.send(5);
        for (int i = 0; i < 4; i++) {
            alone.duplicate();
        }
        assertThat(alone.counters.fastRecoveries).isZero();
        alone.acknowledge(5001);
        for (int i = 0; i < 3; i++) {
            alone.duplicate();
        }
        assertThat(alone.counters.fastRecoveries).isEqualTo(1);
    }

    /** RFC 5681 §3.2 step 4: each stands for a segment that has left the network, but the first is missing there. */
    @Test
    @Tag("5681-3.2-8")
    @Tag("9937-6.2-6")
    void countsASegmentForEachDuplicateAndNeverMoreThanWereSent() {
        LoneRecovery alone = alone();
        alone.send(4);
        for (int i = 0; i < 10; i++) {
            alone.duplicate();
        }
        assertThat(alone.recovery.flightBytes()).isBetween(0L, (long) MSS);
        alone.sendAllAgain();
        alone.acknowledge(4001);
        assertThat(alone.recovery.flightBytes()).isZero();
    }

    // RFC 5681 §3.2 step 6, RFC 6582 §3.2 step 3: a full acknowledgment leaves nothing of what duplicates have
    // told, and one without a recovery neither.
    @Test
    @Tag("5681-3.2-10")
    @Tag("6582-3.2-4")
    void keepsNothingOfDuplicatesThatBeganNoRecovery() {
        LoneRecovery alone = alone();
        for (int round = 0; round < 8; round++) {
            alone.send(20);
            alone.now += 10 * Pair.MS;
            for (int segment = 0; segment < 20; segment++) {
                if (segment % 10 == 3) {
                    alone.duplicate();
                    assertThat(alone.recovery.flightBytes()).isEqualTo((19L - segment) * MSS);
                }
                alone.acknowledge(alone.scoreboard.una() + MSS);
                assertThat(alone.recovery.flightBytes()).isEqualTo((19L - segment) * MSS);
            }
        }
        assertThat(alone.counters.fastRecoveries).isZero();
    }

    /** A peer that acknowledges in crumbs takes away more of what is in flight than of what has left the network. */
    @Test
    void hasNeverLessThanNothingInFlight() {
        LoneRecovery alone = alone();
        alone.send(10);
        for (int i = 0; i < 9; i++) {
            alone.duplicate();
        }
        alone.sendAllAgain();
        for (long position = 101; position < 10_000; position += 100) {
            alone.acknowledge(position);
            assertThat(alone.recovery.flightBytes()).isNotNegative();
            alone.sendAllAgain();
        }
        alone.recovery.loseFlight();
        assertThat(alone.recovery.flightBytes()).isZero();
    }

    @Test
    void hasNothingInFlightWhenNothingOfItWasKept() {
        LoneRecovery alone = alone();
        alone.send(10);
        alone.duplicate();
        alone.duplicate();
        alone.recovery.loseFlight();
        assertThat(alone.recovery.flightBytes()).isZero();
    }

    // RFC 6298 §3, Karn's algorithm: what stands behind a hole is acknowledged when the hole is filled, and
    // tells how long that took.
    @Test
    @Tag("6298-3-1")
    void measuresNoRoundTripOverWhatWasSentAgain() {
        LoneRecovery alone = alone();
        alone.send(10);
        alone.now += 10 * Pair.MS;
        for (int i = 0; i < 9; i++) {
            alone.duplicate();
        }
        alone.sendAllAgain();
        alone.now += 15 * Pair.MS;
        alone.acknowledge(10_001);
        assertThat(alone.rtt.lastNs()).isEqualTo(10 * Pair.MS);
    }

    // RFC 7323 §4: the timestamp is that of the segment that filled the hole.
    @Test
    void measuresTheRoundTripOfWhatWasSentAgainByItsTimestamp() {
        LoneRecovery alone = alone();
        alone.send(10);
        alone.now += 10 * Pair.MS;
        for (int i = 0; i < 9; i++) {
            alone.duplicate();
        }
        alone.sendAllAgain();
        long sentAt = alone.now;
        alone.now += 15 * Pair.MS;
        alone.acknowledge(10_001, sentAt);
        assertThat(alone.rtt.lastNs()).isEqualTo(15 * Pair.MS);
    }
}
