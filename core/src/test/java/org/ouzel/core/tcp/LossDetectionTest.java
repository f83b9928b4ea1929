package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;
import org.ouzel.core.tcp.Transmission.Fate;

/** What is found lost, of segments of 1000 bytes that are sent a millisecond apart and take 40 ms there and back. */
class LossDetectionTest {
    private static final int MSS = 1000;
    private static final long RTT = 40 * Pair.MS;
    private static final Snapshot UNMEASURED = new Snapshot(0, 0, 0, false, 0, 0);

    private final Scoreboard scoreboard = new Scoreboard(new Spares());
    private final RecoveryTimer timer = new RecoveryTimer(new RttEstimator(TcpParameters.DEFAULT));
    private final Losses lent = new Losses();
    private final LossDetection detection = new LossDetection(scoreboard, timer, lent);
    private final Delivery delivery = new Delivery();
    private boolean recovering;
    private long recover;
    private long now;

    private void send(int segments) {
        for (int i = 0; i < segments; i++) {
            scoreboard.send(MSS, MSS, now, UNMEASURED);
            now += Pair.MS;
        }
    }

    private void sendAgain() {
        scoreboard.sendAgain(scoreboard.firstLost().orElseThrow(), now, UNMEASURED);
        now += Pair.MS;
    }

    /** An acknowledgment comes of what was sent a round trip ago. */
    private List<Long> tells(long position, Range... held) {
        boolean repeats = position == scoreboard.una();
        long acknowledged = position - scoreboard.una();
        SelectiveAcknowledgment sack = new SelectiveAcknowledgment(Optional.empty(), List.of(held));
        Feedback ack =
                new Feedback().tell(now, position, sack, TimestampClock.NOT_ECHOED, repeats, EcnFeedback.Plain.NONE);
        delivery.clear();
        scoreboard.acknowledge(position, delivery);
        for (Range block : held) {
            scoreboard.sack(block.from(), block.to(), delivery);
        }
        detection.count(acknowledged, ack.isDuplicate(scoreboard), recovering && position < recover, MSS, delivery);
        return positions(detection.find(ack, delivery, recovering, recover, RTT));
    }

    /** Where those begin that were found lost, which the scoreboard knows too. */
    private List<Long> positions(Losses losses) {
        assertThat(losses).as("lent").isSameAs(lent);
        assertThat(losses.found()).allMatch(lost -> lost.fate == Fate.LOST);
        assertThat(losses.bytes())
                .isEqualTo(
                        losses.found().stream().mapToLong(Transmission::bytes).sum());
        return losses.found().stream().map(lost -> lost.from).toList();
    }

    private static Range segments(int from, int to) {
        return new Range((long) from * MSS, (long) to * MSS);
    }

    @Nested
    class ByTime {
        ByTime() {
            scoreboard.onSackPermitted();
            send(6);
            now = RTT;
            detection.rack().onRtt(RTT, now);
        }

        @Test
        void isNothingWhereAllComesInOrder() {
            for (int segment = 1; segment <= 6; segment++) {
                assertThat(tells((long) segment * MSS)).isEmpty();
                now += Pair.MS;
            }
            assertThat(scoreboard.hasLost()).isFalse();
            assertThat(timer.isReordering()).isFalse();
        }

        // RFC 8985 §6.2 step 4: with DupThresh segments told to be held there is no reordering window
        @Test
        void isAllThatWasSentBeforeWhatHasComeInTheOrderOfSending() {
            now += 5 * Pair.MS;
            assertThat(tells(0, segments(2, 5))).containsExactly(0L, 1L * MSS);
            assertThat(scoreboard.flightBytes()).isEqualTo(MSS);
        }

        @Test
        void isWhatWasSentAgainBehindWhatWasSentBeforeThat() {
            now += 5 * Pair.MS;
            tells(0, segments(1, 4));
            sendAgain();
            send(3);
            now += RTT;
            assertThat(tells(0, segments(1, 4), segments(7, 9))).containsExactly(4L * MSS, 5L * MSS, 0L, 6L * MSS);
        }

        @Test
        void isToldOnce() {
            now += 5 * Pair.MS;
            assertThat(tells(0, segments(2, 5))).isNotEmpty();
            assertThat(tells(0, segments(2, 5))).isEmpty();
        }

        // RFC 8985 §6.2 step 4: else the reordering window is a quarter of the least round trip
        @Test
        void isWaitedForWhereLittleElseHasCome() {
            now += 2 * Pair.MS;
            assertThat(tells(0, segments(1, 3))).isEmpty();
            assertThat(timer.isReordering()).isTrue();
            assertThat(timer.deadline()).isEqualTo(2 * Pair.MS + RTT + RTT / 4);
            now = timer.deadline();
            assertThat(positions(detection.findByTime(now, false, RTT))).containsExactly(0L);
            assertThat(timer.isReordering()).isFalse();
        }

        // RFC 8985 §6.3: what stands first, however lately it was sent, and what has had its time
        @Test
        void isAtATimeoutWhatStandsFirstAndWhatIsOverdue() {
            tells(1000);
            now = 2 * Pair.MS + RTT;
            assertThat(positions(detection.onTimeout(now, false, RTT))).containsExactly(1L * MSS, 2L * MSS);
            now = 3 * Pair.MS + RTT;
            sendAgain();
            assertThat(positions(detection.onTimeout(now, true, RTT))).containsExactly(1L * MSS, 3L * MSS, 4L * MSS);
        }
    }

    @Nested
    class ByDuplicates {
        ByDuplicates() {
            send(6);
            now = RTT;
            recover = -1;
        }

        @Test
        void isTheFirstAtTheThird() {
            assertThat(tells(0)).isEmpty();
            assertThat(tells(0)).isEmpty();
            assertThat(tells(0)).containsExactly(0L);
            assertThat(tells(0)).isEmpty();
        }

        // RFC 6582 §3.2 step 3
        @Test
        void isTheNextAtAPartialAcknowledgment() {
            recovering = true;
            recover = 6 * MSS;
            assertThat(tells(2 * MSS)).containsExactly(2L * MSS);
            assertThat(tells(6 * MSS)).isEmpty();
        }

        @Test
        void isNothingAtATimeoutThatTakesAllForLost() {
            tells(0);
            assertThat(positions(detection.onTimeout(now, false, RTT))).isEmpty();
            assertThat(scoreboard.flightBytes()).isZero();
            assertThat(detection.isDoubtful()).isFalse();
        }
    }
}
