package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.LossRecovery.Feedback;

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

    /** A loss recovery by itself: the connection is open, and segments of 1000 bytes follow. */
    private static final class Alone {
        final Counters counters = new Counters();
        final Scoreboard scoreboard = new Scoreboard();
        final LossRecovery recovery =
                new LossRecovery(new WideWindow(), new RttEstimator(TcpParameters.DEFAULT), counters, scoreboard);
        long now;

        Alone() {
            recovery.onSegmentSize(MSS);
            recovery.onSend(1, now);
            now = 10 * Pair.MS;
            acknowledge(1);
        }

        void send(int segments) {
            for (int i = 0; i < segments; i++) {
                recovery.onSend(MSS, now);
            }
        }

        void acknowledge(long position) {
            recovery.onFeedback(new Feedback(now, position, SelectiveAcknowledgment.NONE, OptionalLong.empty(), false));
        }

        void duplicate() {
            recovery.onFeedback(
                    new Feedback(now, scoreboard.una(), SelectiveAcknowledgment.NONE, OptionalLong.empty(), true));
        }

        void sendAllAgain() {
            while (recovery.nextToSendAgain().isPresent()) {
                recovery.onSendAgain(recovery.nextToSendAgain().orElseThrow(), now);
            }
        }
    }

    @Test
    @Tag("5681-3.2-3")
    @Tag("6675-5-1")
    void takesThreeDuplicatesInARow() {
        Alone alone = new Alone();
        alone.send(10);
        alone.duplicate();
        alone.duplicate();
        alone.acknowledge(1001);
        alone.duplicate();
        alone.duplicate();
        assertThat(alone.recovery.mode()).isEqualTo(LossRecovery.Mode.OPEN);
        alone.duplicate();
        assertThat(alone.recovery.mode()).isEqualTo(LossRecovery.Mode.FAST_RECOVERY);
        assertThat(alone.scoreboard.firstLost().map(lost -> lost.from)).contains(1001L);
    }

    // RFC 6582 §3.2 step 2: "If not, the TCP does not enter fast retransmit and does not reset ssthresh." Step 4:
    // "After a
    // retransmit timeout, record the highest sequence number transmitted in the variable recover".
    @Test
    @Tag("6582-3.2-2")
    @Tag("6582-3.2-3")
    @Tag("6582-3.2-7")
    @Tag("6675-5.1-1")
    @Tag("6675-5.1-3")
    @Tag("6675-5.1-2")
    void doesNotTakeDuplicatesOfWhatATimeoutHasSentAgainForALoss() {
        Alone alone = new Alone();
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
        Alone alone = new Alone();
        alone.send(4);
        for (int i = 0; i < 10; i++) {
            alone.duplicate();
        }
        assertThat(alone.recovery.flightBytes()).isBetween(0L, (long) MSS);
        alone.sendAllAgain();
        alone.acknowledge(4001);
        assertThat(alone.recovery.flightBytes()).isZero();
    }
}
