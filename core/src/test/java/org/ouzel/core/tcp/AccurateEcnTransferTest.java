package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.TcpTuning.EcnReports;
import org.ouzel.core.tcp.congestion.NewReno;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** Two ends that have agreed on accurate ECN, and a router between them that marks: what one counts the other knows. */
class AccurateEcnTransferTest {
    private static final TcpSettings ASKING = Pair.SETTINGS.with(EcnPolicy.REQUEST_ACCURATE);
    private static final int SEEDS = 60;

    private static TcpSettings reporting(EcnReports reports) {
        return ASKING.with(TcpTuning.DEFAULT.with(TcpTuning.DEFAULT.offers().withEcnReports(reports)));
    }

    private static boolean isData(TcpSegment segment) {
        return segment.destinationPort() == 7 && segment.payload().length() > 0;
    }

    private static boolean isAcknowledgment(TcpSegment segment) {
        return segment.sourcePort() == 7 && !segment.has(TcpFlags.SYN);
    }

    private static TcbInsight.Counted received(Pair pair) {
        return pair.server.insight(pair.now).marks().orElseThrow().received();
    }

    private static TcbInsight.Counted told(Pair pair) {
        return pair.client.insight(pair.now).marks().orElseThrow().told();
    }

    /** Sends so much, in pieces of all sizes, and reads it. */
    private static void transfer(Pair pair, int bytes, Random random) throws CallRefused {
        int left = bytes;
        while (left > 0) {
            int piece = Math.min(left, 1 + random.nextInt(8000));
            left -= pair.client.write(MemorySegment.ofArray(new byte[piece]), true, false, pair.now);
            pair.run(5 * Pair.MS);
            pair.server.read(MemorySegment.ofArray(new byte[Pair.BUFFER]), pair.now);
        }
        pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
        pair.run(1000 * Pair.MS);
    }

    /** Some are marked, nothing is lost: the field alone tells all. */
    @Test
    void theFieldAloneTellsAllThatIsMarked() throws CallRefused {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Pair pair = new Pair(seed, reporting(EcnReports.NEVER));
            Random random = new Random(seed);
            double share = random.nextDouble();
            pair.open();
            pair.markIf = segment -> isData(segment) && random.nextDouble() < share;
            transfer(pair, 200_000, random);
            assertThat(told(pair).markedPackets())
                    .as("seed %d", seed)
                    .isEqualTo(received(pair).markedPackets());
            assertThat(told(pair).markedBytes()).isZero();
        }
    }

    /**
     * Acknowledgments are lost too, but never so many in a row that the field could have gone round: none that would leave eight
     * segments to be acknowledged by the next.
     */
    @Test
    @Tag("9768-3.2.2.5.2-1")
    void countsTheSameAsLongAsTooFewAcknowledgmentsAreLostForTheFieldToGoRound() throws CallRefused {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Pair pair = new Pair(seed, reporting(EcnReports.NEVER));
            Random random = new Random(seed);
            pair.open();
            pair.markIf = segment -> isData(segment) && random.nextInt(3) > 0;
            int[] lostInARow = {3};
            pair.dropIf = segment -> {
                boolean lost = isAcknowledgment(segment) && lostInARow[0] < 2 && random.nextInt(4) == 0;
                lostInARow[0] = lost ? lostInARow[0] + 1 : isAcknowledgment(segment) ? 0 : lostInARow[0];
                return lost;
            };
            transfer(pair, 200_000, random);
            pair.dropIf = segment -> false;
            transfer(pair, 10_000, random);
            assertThat(told(pair).markedPackets())
                    .as("seed %d", seed)
                    .isEqualTo(received(pair).markedPackets());
        }
    }

    /** Whatever is lost, duplicated or late: the bytes are known once an option has come through at last. */
    @Test
    @Tag("9768-3.2.3-5")
    void knowsTheBytesWhateverIsLost() throws CallRefused {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Pair pair = new Pair(seed, reporting(EcnReports.PERSISTENT));
            Random random = new Random(seed);
            pair.open();
            pair.faults = new Pair.Faults(0.03, 0.02, 0.02);
            pair.markIf = segment -> isData(segment) && random.nextInt(10) == 0;
            transfer(pair, 150_000, random);
            pair.faults = Pair.Faults.NONE;
            transfer(pair, 20_000, random);
            assertThat(told(pair).markedBytes())
                    .as("seed %d", seed)
                    .isEqualTo(received(pair).markedBytes());
            assertThat(told(pair).ect0Bytes())
                    .as("seed %d", seed)
                    .isEqualTo(received(pair).ect0Bytes());
        }
    }

    // ---- What congestion control is told

    private static NumberedSegments flow() throws CallRefused {
        return NumberedSegments.over(new Pair(1, ASKING, NewReno::new));
    }

    private static void mark(NumberedSegments flow, Integer... numbers) {
        int[] count = {0};
        flow.pair.markIf = segment -> isData(segment) && Set.of(numbers).contains(count[0]++);
    }

    @Test
    @Tag("9768-3.1.5-13")
    void answersMarksOfOneWindowOnceAndWithoutCwr() throws CallRefused {
        NumberedSegments flow = flow();
        mark(flow, 0, 3, 4, 7);
        flow.send(10).pass(30);
        assertThat(flow.counters().ecnResponses()).isEqualTo(1);
        assertThat(flow.window()).isCloseTo(8, within(0.01));
        assertThat(told(flow.pair).markedPackets()).isEqualTo(4);
        assertThat(flow.counters().ecnEchoesIn()).isEqualTo(4);
        flow.send(8).pass(30);
        assertThat(flow.counters().ecnResponses()).isEqualTo(1);
        assertThat(flow.pair.trace.stream()
                        .filter(AccurateEcnTransferTest::isData)
                        .map(segment -> segment.flags().ace()))
                .as("the server's data has no marks")
                .containsOnly(AccurateEcnReceiver.FIRST_PACKETS);
    }

    @Test
    void answersAMarkOfTheNextWindowAgain() throws CallRefused {
        NumberedSegments flow = flow();
        mark(flow, 0, 12);
        flow.send(10).pass(30);
        flow.send(8).pass(30);
        assertThat(flow.counters().ecnResponses()).isEqualTo(2);
    }

    @Test
    void reducesOnceForALossAndAMarkOfTheSameWindow() throws CallRefused {
        NumberedSegments flow = flow();
        mark(flow, 7);
        flow.lose(0).send(10).pass(40);
        assertThat(flow.counters().ecnResponses()).isZero();
        assertThat(flow.counters().fastRecoveries()).isEqualTo(1);
        assertThat(flow.window()).isCloseTo(5, within(0.01));
        assertThat(told(flow.pair).markedPackets()).isEqualTo(1);
    }

    @Test
    @Tag("9768-3.2.3.3-1")
    @Tag("9768-3.1.1-7")
    @Tag("9768-3.1.1-8")
    void tellsOfHolesFirstAndOfMarksBesideThem() throws CallRefused {
        NumberedSegments flow = flow();
        mark(flow, 2, 4, 6, 8);
        flow.lose(1, 3, 5, 7).send(10).pass(60);
        assertThat(told(flow.pair).markedPackets()).isEqualTo(4);
        assertThat(received(flow.pair).markedPackets()).isEqualTo(4);
        for (TcpSegment sent : flow.pair.trace) {
            assertThat(sent.headerLength()).isLessThanOrEqualTo(60);
            if (sent.options() instanceof Transfer transfer
                    && transfer.accurateEcn().isPresent()) {
                assertThat(transfer.sackBlocks()).hasSizeLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    @Tag("9768-3.2.3.2.3-2")
    void sendsOptionsItselfThoughThePeersAreStripped() throws CallRefused {
        Pair pair = new Pair(1, ASKING);
        pair.change = segment -> segment.sourcePort() == 7 ? PeerOptions.withoutCounts(segment) : segment;
        pair.open();
        pair.markIf = segment -> isData(segment);
        transfer(pair, 50_000, new Random(1));
        assertThat(told(pair).markedPackets()).isEqualTo(received(pair).markedPackets());
        assertThat(told(pair).markedBytes()).isZero();
        assertThat(pair.trace.stream()
                        .filter(segment -> segment.sourcePort() != 7 && !segment.has(TcpFlags.SYN))
                        .anyMatch(segment -> segment.options().accurateEcn().isPresent()))
                .isTrue();
    }

    /** A path that drops whatever has the option, but for the handshake's own segments, does not stop a transfer. */
    @Test
    @Tag("9768-3.2.3.2.2-3")
    void sendsTheFirstDataAgainWithoutTheOption() throws CallRefused {
        Pair pair = new Pair(1, ASKING);
        pair.open();
        pair.dropIf =
                segment -> isData(segment) && segment.options().accurateEcn().isPresent();
        transfer(pair, 20_000, new Random(1));
        assertThat(pair.client.unacknowledgedBytes()).isZero();
        assertThat(pair.client.insight(pair.now).marks()).isPresent();
    }

    @Test
    void setsEctOnNewDataAlone() throws CallRefused {
        NumberedSegments flow = flow();
        flow.lose(0).send(10).pass(40);
        for (int at = 0; at < flow.pair.trace.size(); at++) {
            boolean fresh = isData(flow.pair.trace.get(at)) && flow.pair.codepoints.get(at) == EcnCodepoint.ECT_0;
            if (!fresh) {
                assertThat(flow.pair.codepoints.get(at)).isEqualTo(EcnCodepoint.NOT_ECT);
            }
        }
        assertThat(flow.pair.codepoints.stream().filter(codepoint -> codepoint == EcnCodepoint.ECT_0))
                .hasSize(10);
    }
}
