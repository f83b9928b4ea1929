package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpOptions.SackBlock;

/** The SACK blocks of a receiver, as the tables of RFC 2018 §7 and RFC 2883 §4 have them, and against a naive model. */
class SackBlocksTest {
    private static final int MOST = 4;

    private static Receiver receiver(int firstByte) {
        SipHash hash = new SipHash(1, 2);
        Environment environment =
                new Environment(TcpParameters.DEFAULT, new HeapPages(), new KeyedNumbers(hash, hash), new Drops());
        return new Receiver(firstByte - 1, Pair.BUFFER, Pair.SETTINGS, environment, new Counters());
    }

    private static SackBlock block(int left, int right) {
        return new SackBlock(left, right);
    }

    /** The tables' rows: a segment, and the acknowledgment that it triggers. */
    private static final class Table {
        private final Receiver receiver;

        Table(int firstByte) {
            receiver = receiver(firstByte);
        }

        /** The acknowledgment is sent; the tables leave open whether it is lost. */
        void row(int from, int to, int ack, SackBlock... blocks) {
            Positions positions = receiver.positions();
            receiver.onData(positions.nearest(from, receiver.rcvNxt()), Payload.of(new byte[to - from]), false, 0);
            assertThat(positions.sequence(receiver.rcvNxt())).isEqualTo(ack);
            assertThat(receiver.sackBlocks(MOST)).containsExactly(blocks);
            receiver.sackTold();
        }
    }

    /** RFC 2018 §7: eight segments of 500 bytes, the first at 5000. */
    @Nested
    @Tag("2018-4-5")
    @Tag("2018-4-7")
    @Tag("2018-8-3")
    class Rfc2018Examples {
        @Test
        void case1TheLastFourAreLost() {
            Table table = new Table(5000);
            table.row(5000, 5500, 5500);
            table.row(5500, 6000, 6000);
            table.row(6000, 6500, 6500);
            table.row(6500, 7000, 7000);
        }

        @Test
        void case2TheFirstIsLost() {
            Table table = new Table(5000);
            table.row(5500, 6000, 5000, block(5500, 6000));
            table.row(6000, 6500, 5000, block(5500, 6500));
            table.row(6500, 7000, 5000, block(5500, 7000));
            table.row(7000, 7500, 5000, block(5500, 7500));
            table.row(7500, 8000, 5000, block(5500, 8000));
            table.row(8000, 8500, 5000, block(5500, 8500));
            table.row(8500, 9000, 5000, block(5500, 9000));
        }

        @Test
        void case3EverySecondIsLost() {
            Table table = new Table(5000);
            table.row(5000, 5500, 5500);
            table.row(6000, 6500, 5500, block(6000, 6500));
            table.row(7000, 7500, 5500, block(7000, 7500), block(6000, 6500));
            table.row(8000, 8500, 5500, block(8000, 8500), block(7000, 7500), block(6000, 6500));
            table.row(6500, 7000, 5500, block(6000, 7500), block(8000, 8500));
            table.row(5500, 6000, 7500, block(8000, 8500));
        }
    }

    /** RFC 2883 §4. */
    @Nested
    @Tag("2883-4-1")
    @Tag("2883-4-2")
    @Tag("2883-4-4")
    class Rfc2883Examples {
        @Test
        void example1ADuplicate() {
            Table table = new Table(3000);
            table.row(3000, 3500, 3500);
            table.row(3500, 4000, 4000);
            table.row(3000, 3500, 4000, block(3000, 3500));
        }

        @Test
        void example2AnOutOfOrderSegmentAndADuplicate() {
            Table table = new Table(3000);
            table.row(3000, 3500, 3500);
            table.row(3500, 4000, 4000);
            table.row(4500, 5000, 4000, block(4500, 5000));
            table.row(3000, 3500, 4000, block(3000, 3500), block(4500, 5000));
        }

        @Test
        @Tag("2883-4-5")
        void example3ADuplicateOfAnOutOfOrderSegment() {
            Table table = new Table(3500);
            table.row(3500, 4000, 4000);
            table.row(4500, 5000, 4000, block(4500, 5000));
            table.row(5000, 5500, 4000, block(4500, 5500));
            table.row(5000, 5500, 4000, block(5000, 5500), block(4500, 5500));
        }

        @Test
        void example4ASingleDuplicateSubsegment() {
            Table table = new Table(500);
            table.row(500, 1000, 1000);
            table.row(2000, 2500, 1000, block(2000, 2500));
            table.row(1000, 1500, 1500, block(2000, 2500));
            table.row(1000, 2000, 2500, block(1000, 1500));
        }

        @Test
        @Tag("2883-4.2-1")
        void example5TwoDuplicateSubsegmentsThatAreAcknowledged() {
            Table table = new Table(500);
            table.row(500, 1000, 1000);
            table.row(3000, 3500, 1000, block(3000, 3500));
            table.row(1000, 1500, 1500, block(3000, 3500));
            table.row(2000, 2500, 1500, block(2000, 2500), block(3000, 3500));
            table.row(1000, 2500, 2500, block(1000, 1500), block(3000, 3500));
        }

        @Test
        @Tag("2883-4-5")
        @Tag("2883-4.2-1")
        void example6TwoDuplicateSubsegmentsThatAreNotAcknowledged() {
            Table table = new Table(500);
            table.row(500, 1000, 1000);
            table.row(3500, 4000, 1000, block(3500, 4000));
            table.row(1500, 2000, 1000, block(1500, 2000), block(3500, 4000));
            table.row(2500, 3000, 1000, block(2500, 3000), block(1500, 2000), block(3500, 4000));
            table.row(1500, 3000, 1000, block(1500, 2000), block(1500, 3000), block(3500, 4000));
        }

        @Test
        @Tag("2883-4-3")
        void aDuplicateIsToldOnce() {
            Table table = new Table(3000);
            table.row(3000, 3500, 3500);
            table.row(3000, 3500, 3500, block(3000, 3500));
            table.row(4000, 4500, 3500, block(4000, 4500));
        }

        @Test
        void numbersThatCross2To32() {
            Table table = new Table(-500);
            table.row(-500, 0, 0);
            table.row(-250, 0, 0, block(-250, 0));
            table.row(500, 1000, 0, block(500, 1000));
            table.row(-250, 750, 1000, block(-250, 0));
        }
    }

    // RFC 2018 §8: "all SACK blocks MUST NOT report any old data which is no longer actually held by the receiver"
    @Test
    @Tag("2018-8-4")
    void whatWasGivenUpIsNotToldOf() {
        Table table = new Table(1000);
        table.row(1500, 2000, 1000, block(1500, 2000));
        table.receiver.onData(501, Payload.of(new byte[500]), false, 0);
        table.receiver.discardOutOfOrder();
        assertThat(table.receiver.sackBlocks(MOST)).isEmpty();
        table.row(2500, 3000, 1000, block(2500, 3000));
    }

    /** What has come and been given up, position by position. */
    private static final class Model {
        private static final int SPACE = 300;

        private final BitSet received = new BitSet();
        private final int[] touchedAt = new int[SPACE + 1];
        private Optional<SackBlock> duplicate = Optional.empty();
        private int step;

        int rcvNxt() {
            return received.nextClearBit(1);
        }

        void arrives(int from, int to) {
            int first = received.nextSetBit(from);
            if (first >= 0 && first < to) {
                // What is contiguous ends at RCV.NXT or with a range that is held.
                duplicate = Optional.of(block(first, Math.min(to, received.nextClearBit(first))));
            }
            received.set(from, to);
            step++;
            Arrays.fill(touchedAt, from, to, step);
        }

        void discard() {
            int rcvNxt = rcvNxt();
            received.clear(rcvNxt, SPACE + 1);
            Arrays.fill(touchedAt, rcvNxt, SPACE + 1, 0);
            duplicate = duplicate.filter(block -> block.right() <= rcvNxt);
        }

        /** The ranges that are held beyond RCV.NXT, the latest first. */
        private List<SackBlock> held() {
            List<SackBlock> held = new ArrayList<>();
            for (int from = received.nextSetBit(rcvNxt()); from >= 0; ) {
                int to = received.nextClearBit(from);
                held.add(block(from, to));
                from = received.nextSetBit(to);
            }
            held.sort(Comparator.comparingInt(this::latestIn).reversed());
            return held;
        }

        private int latestIn(SackBlock range) {
            return Arrays.stream(touchedAt, range.left(), range.right()).max().orElseThrow();
        }

        List<SackBlock> blocks(int most) {
            List<SackBlock> blocks = held();
            duplicate.ifPresent(twice -> {
                Optional<SackBlock> around = blocks.stream()
                        .filter(range -> range.left() <= twice.left() && twice.right() <= range.right())
                        .findFirst();
                around.ifPresent(range -> {
                    blocks.remove(range);
                    blocks.addFirst(range);
                });
                blocks.addFirst(twice);
            });
            return blocks.subList(0, Math.min(most, blocks.size()));
        }
    }

    @Test
    @Tag("2018-4-6")
    @Tag("2018-4-7")
    @Tag("2883-4-5")
    void tellsWhatANaiveModelTells() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            Model model = new Model();
            Receiver receiver = receiver(1);
            for (int step = 0; step < 60; step++) {
                int from = 1 + random.nextInt(Model.SPACE - 1);
                int to = Math.min(Model.SPACE, from + 1 + random.nextInt(20));
                receiver.onData(from, Payload.of(new byte[to - from]), false, 0);
                model.arrives(from, to);
                if (random.nextInt(20) == 0) {
                    receiver.discardOutOfOrder();
                    model.discard();
                }
                assertThat(receiver.rcvNxt()).as("seed %d", seed).isEqualTo(model.rcvNxt());
                int most = random.nextInt(MOST + 1);
                assertThat(receiver.sackBlocks(most))
                        .as("seed %d, run %d, step %d", seed, run, step)
                        .isEqualTo(model.blocks(most));
                if (random.nextInt(3) > 0) {
                    receiver.sackTold();
                    model.duplicate = Optional.empty();
                }
            }
        }
    }
}
