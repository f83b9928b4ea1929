package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.StateFixture.Place.ESTABLISHED;
import static org.ouzel.core.tcp.StateFixture.Place.LISTEN;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** Selective acknowledgments between two ends. */
class SackTest {
    private static final int MSS = 1460;
    private static final int DATA = 1448;

    private static MemorySegment data(int length) {
        return MemorySegment.ofArray(new byte[length]);
    }

    private static List<SackBlock> blocks(TcpSegment segment) {
        return segment.options() instanceof Transfer transfer ? transfer.sackBlocks() : List.of();
    }

    private static boolean isFromServer(TcpSegment segment) {
        return segment.sourcePort() == 7;
    }

    @Test
    @Tag("2018-2-1")
    void isOfferedByBothEnds() throws CallRefused {
        Pair pair = Pair.established(1);
        List<Handshake> offers = pair.trace.stream()
                .filter(segment -> segment.has(TcpFlags.SYN))
                .map(segment -> (Handshake) segment.options())
                .toList();
        assertThat(offers).hasSize(2).allMatch(Handshake::sackPermitted);
    }

    @Test
    void isNotOfferedToAPeerThatDoesNot() {
        StateFixture tcp = new StateFixture(LISTEN, StateFixture.Start.LOW);
        tcp.arrives(Relative.syn());
        assertThat(tcp.lastSent().map(TcpSegment::options))
                .hasValueSatisfying(options ->
                        assertThat(((Handshake) options).sackPermitted()).isFalse());
    }

    // RFC 2018 §4: "If the data receiver has not received a SACK-Permitted option for a given connection, it MUST NOT
    // send SACK options on that connection."
    @InStates(ESTABLISHED)
    @Tag("2018-4-1")
    void isNotSentToAPeerThatHasNotOffered(StateFixture tcp) {
        tcp.arrives(ack().at(500).text(500));
        assertThat(tcp.lastSent().map(SackTest::blocks)).contains(List.of());
        tcp.arrives(ack().at(500).text(500));
        assertThat(tcp.lastSent().map(SackTest::blocks)).contains(List.of());
    }

    @Test
    @Tag("2018-4-6")
    void threeBlocksFitBesideTimestampsAndFourWithout() {
        Negotiated with = new Negotiated(MSS, false, 0, 0, true, true);
        Negotiated without = new Negotiated(MSS, false, 0, 0, false, true);
        assertThat(with.mostSackBlocks(DATA, 0)).isEqualTo(3);
        assertThat(without.mostSackBlocks(MSS, 0)).isEqualTo(4);
        assertThat(without.mostSackBlocks(11, 0)).isZero();
        assertThat(without.mostSackBlocks(12, 0)).isEqualTo(1);
        assertThat(without.mostSackBlocks(-DATA, 0)).isZero();
        assertThat(new Negotiated(MSS, false, 0, 0, false, false).mostSackBlocks(MSS, 0))
                .isZero();
    }

    @Test
    @Tag("2018-4-2")
    @Tag("2018-4-4")
    void everyAcknowledgmentTellsOfWhatIsHeldUntilTheHoleIsFilled() throws CallRefused {
        Pair pair = Pair.established(2);
        pair.trace.clear();
        int[] count = {0};
        pair.dropIf = segment -> segment.payload().length() > 0 && ++count[0] == 2;
        pair.client.write(data(8 * DATA), true, false, pair.now);
        pair.run(300 * Pair.MS);
        assertThat(pair.server.unreadBytes()).isEqualTo(8 * DATA);
        List<TcpSegment> acks =
                pair.trace.stream().filter(SackTest::isFromServer).toList();
        int hole = acks.getFirst().ack();
        List<TcpSegment> duplicates =
                acks.stream().filter(segment -> segment.ack() == hole).skip(1).toList();
        assertThat(duplicates).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(blocks(duplicates.get(i))).containsExactly(new SackBlock(hole + DATA, hole + DATA * (i + 2)));
        }
        assertThat(blocks(acks.getLast())).isEmpty();
    }

    @Test
    @Tag("2883-4-3")
    void aSegmentThatCameWholeBeforeIsToldOfOnce() throws CallRefused {
        Pair pair = Pair.established(3);
        pair.dropIf = SackTest::isFromServer;
        pair.client.write(data(100), true, false, pair.now);
        pair.runUntil(() -> pair.client.status(pair.now).counters().timeouts() > 0);
        pair.dropIf = segment -> false;
        pair.trace.clear();
        pair.run(100 * Pair.MS);
        List<TcpSegment> acks =
                pair.trace.stream().filter(SackTest::isFromServer).toList();
        assertThat(acks).hasSize(1);
        int ack = acks.getFirst().ack();
        assertThat(blocks(acks.getFirst())).containsExactly(new SackBlock(ack - 100, ack));
        pair.server.write(data(10), true, false, pair.now);
        pair.run(100 * Pair.MS);
        assertThat(pair.trace.stream().filter(SackTest::isFromServer).skip(1))
                .allMatch(segment -> blocks(segment).isEmpty());
    }

    /** Both ends send full segments, and lose some: what each holds is told, and nothing is longer than the path takes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Tag("MUST-16")
    void dataAndBlocksTogetherFitTheMss(long seed) throws CallRefused {
        Pair pair = Pair.established(seed);
        pair.faults = new Pair.Faults(0.05, 0.05, 0.2);
        int total = 300_000;
        int[] sent = {0, 0};
        long[] read = {0, 0};
        while (read[0] < total || read[1] < total) {
            // Other lengths than the segments', so that many are not full.
            int next = 1 + (int) ((sent[0] * 31L + sent[1]) % 7000);
            sent[0] += pair.client.write(data(Math.min(next, total - sent[0])), true, false, pair.now);
            sent[1] += pair.server.write(data(Math.min(next, total - sent[1])), true, false, pair.now);
            pair.run(20 * Pair.MS);
            read[0] += pair.server.read(data(Pair.BUFFER), pair.now).count();
            read[1] += pair.client.read(data(Pair.BUFFER), pair.now).count();
        }
        assertThat(pair.trace)
                .allMatch(segment -> segment.headerLength()
                                - TcpSegment.MIN_HEADER_LENGTH
                                + segment.payload().length()
                        <= MSS);
        assertThat(pair.trace)
                .anyMatch(segment ->
                        segment.payload().length() > 0 && !blocks(segment).isEmpty());
    }

    // Full segments leave no room: the acknowledgment goes out beside them.
    @Test
    @Tag("2018-4-3")
    void whatDoesNotFitBesideDataGoesOutWithoutAny() throws CallRefused {
        Pair pair = Pair.established(4);
        int[] count = {0};
        pair.client.write(data(2 * DATA), true, false, pair.now);
        pair.run(100 * Pair.MS);
        pair.server.write(data(40 * DATA), true, false, pair.now);
        pair.dropIf = segment -> !isFromServer(segment) && segment.payload().length() > 0 && ++count[0] == 1;
        pair.client.write(data(4 * DATA), true, false, pair.now);
        int from = pair.trace.size();
        pair.run(8 * Pair.MS);
        List<TcpSegment> out =
                pair.trace.stream().skip(from).filter(SackTest::isFromServer).toList();
        assertThat(out).anyMatch(segment -> segment.payload().length() == DATA);
        assertThat(out)
                .filteredOn(segment -> segment.payload().length() == DATA)
                .allMatch(segment -> blocks(segment).isEmpty());
        List<TcpSegment> bare =
                out.stream().filter(segment -> !blocks(segment).isEmpty()).toList();
        assertThat(bare).hasSize(3).allMatch(segment -> segment.payload().length() == 0);
    }

    @Test
    void theShiftIsIndependentOfIt() {
        Handshake sackOnly = Handshake.offer(MSS, OptionalInt.empty(), true, Optional.empty());
        Negotiated agreed = Negotiated.from(
                Offer.of(Pair.SETTINGS, MSS), sackOnly, Pair.SETTINGS.tuning().offers(), Sender.DEFAULT_MSS);
        assertThat(agreed).isEqualTo(new Negotiated(MSS, false, 0, 0, false, true));
    }
}
