package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.NewReno;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** Two ends that have agreed on ECN, and a router between them that marks. */
class EcnTransferTest {
    private static final TcpSettings ASKING = Pair.SETTINGS.with(EcnPolicy.REQUEST);

    private final NumberedSegments flow;
    private final Pair pair;

    EcnTransferTest() throws CallRefused {
        this.flow = flow(NewReno::new);
        this.pair = flow.pair;
    }

    private static NumberedSegments flow(Supplier<CongestionControl> congestion) throws CallRefused {
        return NumberedSegments.over(new Pair(1, ASKING, congestion));
    }

    private static NumberedSegments unpaced() throws CallRefused {
        TcpTuning.Flow flow = new TcpTuning.Flow(false, false, TcpTuning.Acknowledging.AUTOMATIC, 0, 0, false);
        TcpSettings settings = ASKING.with(ASKING.tuning().with(flow));
        return NumberedSegments.over(new Pair(1, settings, NewReno::new));
    }

    private static boolean isData(TcpSegment segment) {
        return segment.destinationPort() == 7 && segment.payload().length() > 0;
    }

    /** Marks the data segments of these numbers, in the order in which they are sent from now on. */
    private void mark(Integer... numbers) {
        int[] count = {0};
        pair.markIf = segment -> isData(segment) && Set.of(numbers).contains(count[0]++);
    }

    private void markAll() {
        pair.markIf = EcnTransferTest::isData;
    }

    /** Which of the data segments have had CWR, by their order. */
    private List<Integer> withCwr() {
        List<TcpSegment> data =
                pair.trace.stream().filter(EcnTransferTest::isData).toList();
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < data.size(); number++) {
            if (data.get(number).has(TcpFlags.CWR)) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    @Test
    @Tag("3168-6.1.2-1")
    @Tag("8511-3-1")
    void answersAMarkByASmallerWindowAndNoRetransmission() throws CallRefused {
        mark(0);
        flow.send(10).pass(30);
        assertThat(flow.window()).isCloseTo(8, within(0.01));
        assertThat(flow.counters().ecnResponses()).isEqualTo(1);
        assertThat(flow.counters().segmentsRetransmitted()).isZero();
        assertThat(flow.counters().ecnEchoesIn()).isPositive();
        assertThat(pair.server.status(pair.now).counters().congestionMarksIn()).isEqualTo(1);
    }

    @Test
    @Tag("3168-6.1.2-2")
    @Tag("3168-6.1.2-5")
    void answersAWindowOfMarksOnceAndDoesNotGrowMeanwhile() throws CallRefused {
        markAll();
        flow.send(10).pass(30);
        assertThat(flow.counters().ecnResponses()).isEqualTo(1);
        assertThat(flow.window()).isCloseTo(8, within(0.01));
        pair.markIf = segment -> false;
        flow.send(8).pass(30);
        assertThat(withCwr()).containsExactly(10);
        assertThat(flow.counters().ecnResponses()).isEqualTo(1);
    }

    @Test
    void answersAMarkOfTheNextWindowAgain() throws CallRefused {
        markAll();
        flow.send(10).pass(30);
        flow.send(8).pass(30);
        assertThat(flow.counters().ecnResponses()).isEqualTo(2);
        flow.send(6).pass(30);
        assertThat(flow.counters().ecnResponses()).isEqualTo(3);
        assertThat(withCwr()).containsExactly(10, 18);
    }

    @Test
    @Tag("3168-6.1.1-4")
    void tellsOfTheReductionForALossToo() throws CallRefused {
        flow.lose(0).send(10).pass(40);
        flow.send(4).pass(40);
        assertThat(flow.counters().fastRecoveries()).isEqualTo(1);
        assertThat(flow.counters().ecnResponses()).isZero();
        assertThat(withCwr()).containsExactly(11);
    }

    @Test
    void reducesOnceForAMarkAndALossOfTheSameWindow() throws CallRefused {
        mark(0);
        flow.lose(5).send(10).pass(40);
        assertThat(flow.counters().ecnResponses()).isEqualTo(1);
        assertThat(flow.counters().fastRecoveries()).isEqualTo(1);
        assertThat(flow.times(5)).isEqualTo(2);
        assertThat(flow.window()).isCloseTo(8, within(0.01));
    }

    @Test
    void reducesOnceForALossAndAMarkOfTheSameWindow() throws CallRefused {
        mark(7);
        flow.lose(0).send(10).pass(40);
        assertThat(flow.counters().ecnResponses()).isZero();
        assertThat(flow.counters().fastRecoveries()).isEqualTo(1);
        assertThat(flow.window()).isCloseTo(5, within(0.01));
    }

    @Test
    void reducesAgainForALossOfWhatWasSentAfterTheReduction() throws CallRefused {
        mark(0);
        flow.lose(10).send(10).pass(4);
        flow.send(10).pass(40);
        assertThat(flow.counters().ecnResponses()).isEqualTo(1);
        assertThat(flow.counters().fastRecoveries()).isEqualTo(1);
        assertThat(flow.window()).isLessThan(6);
    }

    /** RFC 3168 §6.1.2: a lost retransmission is "a new instance of congestion". */
    @Test
    void reducesAgainForALostRetransmissionOfTheSameWindow() throws CallRefused {
        mark(0);
        flow.lose(9).loseTime(9, 2).send(10).untilAcknowledged();
        assertThat(flow.counters().ecnResponses()).isEqualTo(1);
        assertThat(flow.counters().timeouts()).isEqualTo(1);
        assertThat(flow.status().congestion().ssthreshBytes()).isEqualTo(2L * flow.mss());
    }

    /** What was taken for lost was only late: but congestion there was. */
    @Test
    @Tag("4015-3.4-1")
    void doesNotUndoARecoveryInWhichCongestionWasEchoed() throws CallRefused {
        flow.delay(0, 8 * Pair.MS).send(10).pass(60);
        assertThat(flow.counters().spuriousRecoveries()).isEqualTo(1);
        assertThat(flow.window()).as("undone").isGreaterThanOrEqualTo(10);

        NumberedSegments marked = flow(NewReno::new);
        int[] count = {0};
        marked.pair.markIf = segment -> isData(segment) && count[0]++ == 5;
        marked.delay(0, 8 * Pair.MS).send(10).pass(60);
        assertThat(marked.counters().spuriousRecoveries()).isEqualTo(1);
        assertThat(marked.window()).as("kept").isCloseTo(5, within(0.01));
    }

    @Test
    @Tag("3168-6.1.5-1")
    @Tag("3168-6.1.4-1")
    @Tag("3168-6.1.1-8")
    void setsEctOnNewDataAndOnNothingElse() throws CallRefused {
        flow.lose(1, 4).send(10).pass(60);
        flow.send(5).pass(60);
        long highest = 0;
        for (int i = 0; i < pair.trace.size(); i++) {
            TcpSegment segment = pair.trace.get(i);
            long end =
                    Integer.toUnsignedLong(segment.seq() - pair.trace.getFirst().seq())
                            + segment.payload().length();
            boolean isNew = isData(segment) && end > highest;
            highest = isData(segment) ? Math.max(highest, end) : highest;
            assertThat(pair.codepoints.get(i))
                    .as("%s", segment)
                    .isEqualTo(isNew ? EcnCodepoint.ECT_0 : EcnCodepoint.NOT_ECT);
        }
    }

    @Test
    @Tag("3168-6.1.2-3")
    @Tag("9438-4.6-4")
    @Tag("9438-4.6-5")
    void fallsToOneSegmentAndThenSendsOneForEachRetransmissionTimeout() throws CallRefused {
        fallsToOneSegment(flow);
    }

    private static void fallsToOneSegment(NumberedSegments flow) throws CallRefused {
        flow.pair.markIf = EcnTransferTest::isData;
        double window = flow.window();
        for (int round = 0; round < 40 && window > 1; round++) {
            flow.send(2).pass(60);
            window = flow.window();
        }
        assertThat(window).isEqualTo(1);
        flow.pass(500);
        long responses = flow.counters().ecnResponses();
        flow.send(1).pass(60);
        assertThat(flow.counters().ecnResponses()).isEqualTo(responses + 1);
        int before = flow.sent().size();
        flow.send(2).pass(100);
        assertThat(flow.sent()).as("before the timer has expired").hasSize(before);
        flow.pass(150);
        assertThat(flow.sent()).hasSizeBetween(before + 1, before + 2);
    }

    @Test
    void isHeldWithTheSmallestWindowThoughNothingIsPaced() throws CallRefused {
        fallsToOneSegment(unpaced());
    }

    @Test
    void usesWhatNobodyHasAskedForNeither() throws CallRefused {
        NumberedSegments plain = NumberedSegments.open();
        plain.pair.markIf = segment -> true;
        plain.send(10).pass(30);
        assertThat(plain.pair.codepoints).containsOnly(EcnCodepoint.NOT_ECT);
        assertThat(plain.pair.trace).noneMatch(segment -> segment.has(TcpFlags.ECE) || segment.has(TcpFlags.CWR));
        assertThat(plain.status().ecn()).isFalse();
    }
}
