package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.core.tcp.TcpTuning.Acknowledging;

class AckPolicyTest {
    private static final long MS = 1_000_000;
    private static final int MSS = 1000;

    private final RttEstimator rtt = new RttEstimator(TcpParameters.DEFAULT);
    private long now = 1000 * MS;

    private static AckPolicy policy(Acknowledging when) {
        return new AckPolicy(40 * MS, 0, when);
    }

    private static AckPolicy waiting(Acknowledging when) {
        return new AckPolicy(40 * MS, MS, when);
    }

    private void ask(AckPolicy acks) {
        acks.onInOrder(new AckTiming.InOrder(1, 1, true, true, true, rtt), now);
    }

    private void passUntilDue(AckPolicy acks) {
        now = acks.deadline();
        acks.onTimer(now, rtt.rtoNs());
        assertThat(acks.isDue()).isTrue();
    }

    private void receive(AckPolicy acks) {
        acks.onInOrder(new AckTiming.InOrder(MSS, MSS, false, false, true, rtt), now);
    }

    /** How many segments of a row are acknowledged at once. */
    private int quickOnes(AckPolicy acks) {
        for (int count = 0; count < 100; count++) {
            receive(acks);
            boolean due = acks.isDue();
            acks.onSent(false, now);
            if (!due) {
                return count;
            }
        }
        return 100;
    }

    @ParameterizedTest
    @CsvSource({"AUTOMATIC, 16", "AT_ONCE, 100", "DELAYED, 0"})
    void tellsOfEachAtOnceForAsLongAsItShould(Acknowledging when, int count) {
        assertThat(quickOnes(policy(when))).isEqualTo(count);
    }

    @Test
    void tellsOfTheSecondOrAfterTheDelay() {
        AckPolicy acks = policy(Acknowledging.DELAYED);
        receive(acks);
        assertThat(acks.isDue()).isFalse();
        assertThat(acks.deadline()).isEqualTo(now + 40 * MS);
        now += 30 * MS;
        receive(acks);
        assertThat(acks.isDue()).isTrue();
        assertThat(acks.deadline()).isEqualTo(Deadline.NONE);
        acks.onSent(false, now);
        receive(acks);
        now = acks.deadline();
        acks.onTimer(now, rtt.rtoNs());
        assertThat(acks.isDue()).isTrue();
    }

    @Test
    void beginsAnewWhereTheUserWantsItQuick() {
        AckPolicy acks = policy(Acknowledging.AUTOMATIC);
        quickOnes(acks);
        receive(acks);
        acks.onQuick(true, true);
        assertThat(acks.isDue()).as("what waits").isTrue();
        acks.onSent(false, now);
        assertThat(acks.told().quick()).isTrue();
        assertThat(quickOnes(acks)).isEqualTo(16);
        assertThat(acks.told().quick()).isFalse();
    }

    @Test
    void waitsFromNowOnWhereTheUserWantsThat() {
        AckPolicy acks = policy(Acknowledging.AUTOMATIC);
        acks.onQuick(false, true);
        assertThat(acks.told().quick()).isFalse();
        assertThat(quickOnes(acks)).isZero();
    }

    /** Some other setting changes: that is no word on acknowledgments. */
    @ParameterizedTest
    @CsvSource({"true, 16", "false, 0"})
    void believesTheUserThoughOtherSettingsChange(boolean quick, int count) {
        AckPolicy acks = policy(Acknowledging.AUTOMATIC);
        quickOnes(acks);
        acks.onQuick(quick, true);
        acks.onSettings(Acknowledging.AUTOMATIC);
        assertThat(quickOnes(acks)).isEqualTo(count);
    }

    @ParameterizedTest
    @EnumSource(names = {"AT_ONCE", "DELAYED"})
    void holdsToAStandingChoice(Acknowledging when) {
        AckPolicy acks = policy(when);
        int before = quickOnes(acks);
        for (boolean quick : new boolean[] {true, false}) {
            acks.onQuick(quick, true);
            assertThat(quickOnes(acks)).isEqualTo(before);
        }
        assertThat(acks.told().quick()).isEqualTo(when == Acknowledging.AT_ONCE);
    }

    /** What would be told at once, and the user may answer, waits for his answer. */
    @Nested
    class AwaitsAnAnswer {
        private final AckPolicy acks = waiting(Acknowledging.AUTOMATIC);

        private void awaits() {
            assertThat(acks.isDue()).isFalse();
            assertThat(acks.deadline()).isEqualTo(now + MS);
        }

        @Test
        void untilItsTimeIsOver() {
            ask(acks);
            awaits();
            passUntilDue(acks);
        }

        @Test
        void alsoWhatEndsAll() {
            acks.onFin(true, rtt, now);
            awaits();
            acks.onSent(false, now);
            acks.onFin(false, rtt, now);
            assertThat(acks.isDue()).as("where nothing more will be sent").isTrue();
        }

        @Test
        void notWhereMoreComes() {
            ask(acks);
            ask(acks);
            assertThat(acks.isDue()).isTrue();
        }

        @Test
        void notWhereSomethingIsToBeTold() {
            acks.atOnce();
            ask(acks);
            acks.onFin(true, rtt, now);
            assertThat(acks.isDue()).isTrue();
        }

        @Test
        void asOftenAsThereIsOne() {
            for (int turn = 0; turn < AckTiming.QUICK_SEGMENTS; turn++) {
                ask(acks);
                awaits();
                acks.onSent(true, now + MS - 1);
            }
            ask(acks);
            assertThat(acks.deadline()).as("once the beginning is over").isEqualTo(now + 40 * MS);
        }

        @Test
        void noMoreOnceItWasInVain() {
            ask(acks);
            passUntilDue(acks);
            acks.onSent(false, now);
            for (int turn = 1; turn < AckTiming.QUICK_SEGMENTS; turn++) {
                ask(acks);
                assertThat(acks.isDue()).isTrue();
                acks.onSent(false, now);
            }
            acks.onFin(true, rtt, now);
            assertThat(acks.isDue()).isTrue();
        }

        @Test
        void againOnceOneHasComeInTime() {
            ask(acks);
            passUntilDue(acks);
            acks.onSent(false, now);
            acks.onSent(true, now + 5 * MS);
            ask(acks);
            assertThat(acks.isDue()).as("an answer that came late").isTrue();
            acks.onSent(false, now);
            acks.onSent(true, now + MS - 1);
            ask(acks);
            awaits();
        }

        /** The peer has Nagle's algorithm: what it writes in two parts comes in two segments, a round trip apart, and is answered then. */
        private void hearBothPartsAtOnce(long roundTrip) {
            for (int part = 0; part < 2; part++) {
                now += roundTrip;
                ask(acks);
                assertThat(acks.isDue()).isTrue();
                acks.onSent(false, now);
            }
            acks.onSent(true, now + MS / 10);
        }

        @Test
        void noMoreWhereTheFirstPartOfWhatIsAnsweredHasWaitedForTheRest() {
            ask(acks);
            passUntilDue(acks);
            acks.onSent(false, now);
            now += 2 * MS;
            ask(acks);
            assertThat(acks.isDue()).isTrue();
            acks.onSent(false, now);
            acks.onSent(true, now + MS / 10);
            hearBothPartsAtOnce(2 * MS);
            hearBothPartsAtOnce(MS);
        }

        @Test
        void noMoreThoughEvenTheFirstPartIsAnsweredInTime() {
            ask(acks);
            passUntilDue(acks);
            acks.onSent(false, now);
            for (int turn = 0; turn < 3; turn++) {
                hearBothPartsAtOnce(MS / 4);
            }
        }

        @Test
        void noMoreThoughTheAnswerIsOfSeveralSegments() {
            ask(acks);
            passUntilDue(acks);
            acks.onSent(false, now);
            for (int turn = 0; turn < 3; turn++) {
                hearBothPartsAtOnce(MS / 4);
                acks.onSent(true, now + MS / 10);
            }
        }

        @Test
        void againOnceWhatIsInOnePartWasAnswered() {
            ask(acks);
            passUntilDue(acks);
            acks.onSent(false, now);
            hearBothPartsAtOnce(MS / 4);
            ask(acks);
            assertThat(acks.isDue()).isTrue();
            acks.onSent(true, now + MS / 10);
            ask(acks);
            awaits();
        }

        /** A full segment is told at once: it has held nothing back that comes behind it. */
        @Test
        void againWhereWhatWasAnsweredBeganWithAFullSegment() {
            ask(acks);
            passUntilDue(acks);
            acks.onSent(true, now + MS);
            receive(acks);
            acks.onSent(false, now);
            ask(acks);
            acks.onSent(true, now + MS / 10);
            ask(acks);
            awaits();
        }

        @Test
        void notWhereTheUserWantsItQuick() {
            ask(acks);
            acks.onQuick(true, true);
            assertThat(acks.isDue()).isTrue();
            acks.onSent(true, now);
            for (int turn = 0; turn < AckTiming.QUICK_SEGMENTS; turn++) {
                ask(acks);
                assertThat(acks.isDue()).as("turn %d", turn).isTrue();
                acks.onSent(true, now);
            }
            ask(acks);
            assertThat(acks.deadline()).as("once that is over").isEqualTo(now + 40 * MS);
        }

        @Test
        void againWhereTheUserTakesThatBack() {
            acks.onQuick(true, true);
            acks.onQuick(false, true);
            acks.onFin(true, rtt, now);
            awaits();
        }

        @Test
        void noLongerThanItWouldBeDelayed() {
            AckPolicy late = new AckPolicy(40 * MS, 50 * MS, Acknowledging.AUTOMATIC);
            ask(late);
            assertThat(late.deadline()).isEqualTo(now + 40 * MS);
        }

        @Test
        void notWhereEachIsToldAtOnce() {
            AckPolicy each = waiting(Acknowledging.AT_ONCE);
            ask(each);
            assertThat(each.isDue()).isTrue();
        }
    }
}
