package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.tcp.SpuriousDetection.Verdict;
import org.ouzel.core.wire.TcpFlags;

/** RFC 5682. */
class ForwardRtoTest {
    /** The steps of §3.1, for a timeout when 5000 was SND.NXT. */
    @Nested
    class Steps {
        private final ForwardRto forward = new ForwardRto();

        private Verdict advances(long position, boolean original) {
            return forward.onAcknowledgment(true, position, position, original);
        }

        private Verdict tells(boolean original) {
            return forward.onAcknowledgment(false, 1000, 4000, original);
        }

        @Test
        @Tag("5682-3.1-2")
        void declareTheTimeoutSpuriousWhenAnOriginalIsAcknowledgedAfterNewData() {
            forward.begin(5000);
            assertThat(advances(1000, false)).isEqualTo(Verdict.UNDECIDED);
            assertThat(forward.prefersNewData()).isTrue();
            assertThat(advances(2000, true)).isEqualTo(Verdict.SPURIOUS);
            assertThat(forward.prefersNewData()).isFalse();
        }

        @Test
        @Tag("5682-3.1-2")
        void declareItSpuriousByASackToo() {
            forward.begin(5000);
            advances(1000, false);
            assertThat(tells(true)).isEqualTo(Verdict.SPURIOUS);
        }

        @Test
        @Tag("5682-3.1-2")
        void endWhenNothingOriginalIsAcknowledged() {
            forward.begin(5000);
            advances(1000, false);
            assertThat(tells(false)).isEqualTo(Verdict.UNDECIDED);
            assertThat(advances(2000, true)).isEqualTo(Verdict.UNDECIDED);
        }

        // Step 3a: "If the Cumulative Acknowledgment field or the SACK information covers more than "RecoveryPoint""
        @Test
        @Tag("5682-3.1-2")
        void endWhenMoreIsAcknowledgedThanWasSentBefore() {
            forward.begin(5000);
            advances(1000, false);
            assertThat(forward.onAcknowledgment(true, 2000, 5001, true)).isEqualTo(Verdict.UNDECIDED);
            assertThat(forward.prefersNewData()).isFalse();
        }

        // Step 2: "If duplicate ACKs arrive before the cumulative acknowledgment for retransmitted data ... stay in
        // step 2"
        @Test
        @Tag("5682-3.1-2")
        void stayWhileDuplicatesArrive() {
            forward.begin(5000);
            tells(false);
            tells(true);
            assertThat(forward.prefersNewData()).isFalse();
            advances(1000, false);
            assertThat(forward.prefersNewData()).isTrue();
        }

        @Test
        @Tag("5682-3.1-2")
        void endAtAnAcknowledgmentOfAll() {
            forward.begin(5000);
            assertThat(advances(5000, true)).isEqualTo(Verdict.UNDECIDED);
            assertThat(forward.prefersNewData()).isFalse();
            assertThat(advances(6000, true)).isEqualTo(Verdict.UNDECIDED);
        }
    }

    /** Between two ends without timestamps, which would tell of it sooner. */
    @Nested
    class OnAPath {
        /** The probe goes at 20 ms with a new segment, the first one goes again at 230 when the timer expires. */
        private NumberedSegments flow() throws CallRefused {
            return NumberedSegments.without(false, true);
        }

        @Test
        @Tag("5682-3.1-2")
        void aTimeoutThatWasSpuriousSendsNothingElseAgain() throws CallRefused {
            NumberedSegments flow = flow();
            flow.pair.delay(155 * Pair.MS);
            flow.send(20).until(309);
            assertThat(flow.counters().timeouts()).isEqualTo(1);
            assertThat(flow.sent().subList(0, 12)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0);
            assertThat(flow.window()).isEqualTo(1);
            flow.until(311);
            assertThat(flow.sent().subList(12, 14)).containsExactly(11, 12);
            assertThat(flow.counters().spuriousTimeouts()).isEqualTo(1);
            assertThat(flow.window()).isGreaterThanOrEqualTo(10);
            flow.untilAcknowledged();
            for (int number = 1; number <= 10; number++) {
                assertThat(flow.times(number)).as("P%d", number).isEqualTo(1);
            }
            assertThat(flow.counters().timeouts()).isEqualTo(1);
            assertThat(flow.status().congestion().ssthreshBytes()).isEqualTo(Long.MAX_VALUE);
        }

        // §3.1 step 2b: "transmit up to two new (previously unsent) segments", which may be all that there is.
        @ParameterizedTest
        @ValueSource(ints = {12, 13})
        @Tag("5682-3.1-2")
        void isNotOverWhenTheNewDataIsSent(int segments) throws CallRefused {
            NumberedSegments flow = flow();
            flow.pair.delay(155 * Pair.MS);
            flow.send(segments).untilAcknowledged();
            assertThat(flow.counters().timeouts()).isEqualTo(1);
            assertThat(flow.counters().spuriousTimeouts()).isEqualTo(1);
            for (int number = 1; number <= 10; number++) {
                assertThat(flow.times(number)).as("P%d", number).isEqualTo(1);
            }
        }

        @Test
        @Tag("5682-3.1-2")
        void aTimeoutThatWasNotSendsTwoNewSegmentsAndThenTheRestAgain() throws CallRefused {
            NumberedSegments flow = flow();
            flow.lose(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).send(20).untilAcknowledged();
            assertThat(flow.sent().subList(11, 16)).containsExactly(0, 11, 12, 1, 2);
            assertThat(flow.sentAtMs(0, 2)).isEqualTo(230);
            assertThat(flow.counters().spuriousTimeouts()).isZero();
            assertThat(flow.counters().timeouts()).isEqualTo(1);
            for (int number = 0; number < 20; number++) {
                assertThat(flow.times(number)).as("P%d", number).isEqualTo(number <= 10 ? 2 : 1);
            }
        }

        // The segment that is sent again at 230 ms is lost: the timer expires again, and the steps begin anew.
        @Test
        @Tag("5682-3.1-4")
        void beginsAnewWhenTheTimerExpiresAgain() throws CallRefused {
            NumberedSegments flow = flow();
            flow.pair.delay(400 * Pair.MS);
            flow.loseTime(0, 2).send(20).until(799);
            assertThat(flow.counters().timeouts()).isEqualTo(2);
            assertThat(flow.sent().subList(0, 13)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0);
            flow.untilAcknowledged();
            assertThat(flow.counters().spuriousTimeouts()).isEqualTo(1);
            for (int number = 1; number <= 10; number++) {
                assertThat(flow.times(number)).as("P%d", number).isEqualTo(1);
            }
        }

        // What is sent again in fast recovery is lost too: the timer that expires then tells of a loss.
        @Test
        @Tag("5682-3.1-3")
        @Tag("5682-2.1-3")
        void doesNotRunAfterATimeoutInFastRecovery() throws CallRefused {
            NumberedSegments flow = flow();
            flow.lose(0, 9).loseTime(0, 2).loseTime(0, 3).send(30).untilAcknowledged();
            assertThat(flow.counters().fastRecoveries()).isEqualTo(1);
            assertThat(flow.counters().spuriousTimeouts()).isZero();
        }

        @Test
        @Tag("5682-3.1-2")
        void isSkippedWithoutNewData() throws CallRefused {
            NumberedSegments flow = flow();
            flow.lose(0, 1, 2, 3).loseTime(3, 2).send(4).untilAcknowledged();
            assertThat(flow.sent()).containsExactly(0, 1, 2, 3, 3, 0, 1, 2, 3);
            assertThat(flow.counters().timeouts()).isEqualTo(1);
        }

        // §3.1 step 2b sends new data; where none can go, what is lost goes again, and not only after another timeout.
        @Test
        @Tag("5682-3.1-2")
        void isSkippedWhereThePeersWindowTakesNoWholeSegment() throws CallRefused {
            int buffer = 10 * 1460 + 500;
            TcpSettings settings = Pair.SETTINGS
                    .withReceiveBuffer(TcpSettings.Buffer.of(buffer))
                    .withSendBuffer(TcpSettings.Buffer.of(60_000));
            Pair pair = new Pair(1, settings);
            pair.change = segment -> segment.has(TcpFlags.SYN) ? PeerOptions.without(segment, false, true) : segment;
            NumberedSegments flow = NumberedSegments.over(pair);
            flow.lose(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).loseTime(9, 2).send(20).untilAcknowledged();
            assertThat(flow.counters().timeouts()).isEqualTo(1);
            assertThat(flow.sentAtMs(1, 2) - flow.sentAtMs(0, 2)).isEqualTo(10);
        }

        @Test
        @Tag("5682-3.1-2")
        void isSkippedWhereNewDataWaitsForMoreOfIt() throws CallRefused {
            NumberedSegments flow = flow();
            flow.lose(0, 1, 2).loseTime(2, 2).send(3).pass(100);
            flow.pair.client.write(MemorySegment.ofArray(new byte[300]), false, false, flow.pair.now);
            flow.untilAcknowledged();
            assertThat(flow.counters().timeouts()).isEqualTo(1);
            assertThat(flow.sentAtMs(1, 2) - flow.sentAtMs(0, 2)).isEqualTo(10);
        }
    }
}
