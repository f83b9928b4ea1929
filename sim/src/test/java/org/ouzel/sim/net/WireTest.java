package org.ouzel.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ouzel.sim.net.Lab.MS;
import static org.ouzel.sim.net.Lab.S;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.sim.net.Trace.Event;

class WireTest {
    private static final Duration TEN_MS = Duration.ofMillis(10);
    private static final int COUNT = 5000;

    private static List<Long> upTo(long count) {
        return LongStream.range(0, count).boxed().toList();
    }

    @Test
    void anIdealWireTakesNoTimeAndNeverOvertakes() {
        Lab lab = new Lab(WireSettings.IDEAL);
        lab.sendEvery(0, 3, 1500);
        lab.run();
        assertThat(lab.trace.times(Trace.LEFT)).containsExactly(0L, 0L, 0L);
        assertThat(lab.trace.numbers(Trace.LEFT)).isEqualTo(upTo(3));
    }

    @ParameterizedTest
    @CsvSource({"12000000, 1500, 1000000", "1000000000, 64, 512", "1, 125, 1000000000000", "32000000000, 4, 1"})
    void onePacketTakesItsBitsOverTheRateAndThenTheDelay(long bitsPerS, int bytes, long sendingNs) {
        Lab lab = new Lab(WireSettings.IDEAL.withRate(bitsPerS).withDelay(TEN_MS));
        lab.sendEvery(0, 3, bytes);
        lab.run();
        assertThat(lab.trace.times(Trace.LEFT))
                .containsExactly(sendingNs + 10 * MS, 2 * sendingNs + 10 * MS, 3 * sendingNs + 10 * MS);
    }

    @Test
    void whatIsRoundedOffIsNotLost() {
        Lab lab = new Lab(WireSettings.IDEAL.withRate(7_000_000));
        lab.sendEvery(0, 1000, 1500);
        lab.run();
        // 12,000,000 bits at 7,000,000 a second: 1.714285714285… s, where a thousand times 1714285 ns would be less.
        assertThat(lab.trace.times(Trace.LEFT).getFirst()).isEqualTo(1_714_285);
        assertThat(lab.trace.times(Trace.LEFT).getLast()).isEqualTo(1_714_285_714);
    }

    @Test
    void aPacketFindsAnIdleWireAsIfItWereTheFirst() {
        Lab lab = new Lab(WireSettings.IDEAL.withRate(7_000_000));
        lab.sendEvery(S, 5, 1500);
        lab.run();
        assertThat(lab.trace.times(Trace.LEFT))
                .containsExactly(1_714_285L, S + 1_714_285, 2 * S + 1_714_285, 3 * S + 1_714_285, 4 * S + 1_714_285);
    }

    @Test
    void jitterKeepsTheOrderAndItsBound() {
        Lab lab = new Lab(WireSettings.IDEAL.withDelay(TEN_MS).withJitter(Duration.ofMillis(3)));
        lab.sendEvery(MS / 4, COUNT, 100);
        lab.run();
        assertThat(lab.trace.numbers(Trace.LEFT)).isEqualTo(upTo(COUNT));
        assertThat(lab.trace.times(Trace.LEFT)).isSorted();
        assertThat(lab.trace.events(Trace.LEFT)).allSatisfy(event -> assertThat(event.atNs() - event.number() * MS / 4)
                .isBetween(10 * MS, 13 * MS));
        assertThat(lab.trace.times(Trace.LEFT).stream().distinct().count()).isGreaterThan(COUNT / 10);
    }

    @Test
    void reorderedPacketsAreOvertakenAndArriveInTime() {
        Lab lab = new Lab(
                WireSettings.IDEAL.withDelay(TEN_MS).withFaults(Faults.NONE.withReordering(0.1, Duration.ofMillis(2))));
        lab.sendEvery(MS, COUNT, 100);
        lab.run();
        List<Event> left = lab.trace.events(Trace.LEFT);
        assertThat(left).allSatisfy(event -> assertThat(event.atNs() - event.number() * MS)
                .isBetween(10 * MS, 12 * MS));
        long late = left.stream()
                .filter(event -> event.atNs() > event.number() * MS + 10 * MS)
                .count();
        assertThat(late).isEqualTo(lab.wire.counts().reordered()).isCloseTo(COUNT / 10, within(80L));
        assertThat(lab.trace.numbers(Trace.LEFT)).isNotEqualTo(upTo(COUNT)).hasSize(COUNT);
    }

    @Test
    void thatAPacketIsHeldBackChangesNothingForOthers() {
        WireSettings plain = WireSettings.IDEAL.withDelay(TEN_MS).withJitter(TEN_MS);
        Lab calm = new Lab(plain);
        Lab rough = new Lab(plain.withFaults(Faults.NONE.withReordering(0.1, TEN_MS)));
        calm.sendEvery(MS, COUNT, 100);
        rough.sendEvery(MS, COUNT, 100);
        calm.run();
        rough.run();
        Set<Event> expected = new HashSet<>(calm.trace.events(Trace.LEFT));
        assertThat(rough.trace.events(Trace.LEFT).stream()
                        .filter(expected::contains)
                        .count())
                .isEqualTo(COUNT - rough.wire.counts().reordered());
    }

    @Test
    void onlyWhatIsLargerThanTheMtuIsTooLarge() {
        Lab lab = new Lab(WireSettings.IDEAL.withMtu(1500));
        for (int bytes : new int[] {1499, 1500, 1501, 9000}) {
            lab.sendAt(0, Packets.numbered(bytes, bytes));
        }
        lab.run();
        assertThat(lab.arrived).extracting(Packets::number).containsExactly(1499, 1500);
        assertThat(lab.trace.numbers("TOO_LARGE")).containsExactly(2L, 3L);
        assertThat(lab.wire.counts().tooLarge()).isEqualTo(2);
    }

    @Test
    void anEmptyPacketIsRefused() {
        Lab lab = new Lab(WireSettings.IDEAL);
        assertThatThrownBy(() -> lab.wire.packet(MemorySegment.ofArray(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 1})
    void losesAboutAsManyAsTold(double probability) {
        Lab lab = new Lab(WireSettings.IDEAL.withFaults(Faults.NONE.withLoss(probability)));
        lab.sendEvery(MS, COUNT, 100);
        lab.run();
        assertThat(lab.wire.counts().lost()).isCloseTo((long) (probability * COUNT), within(150L));
        assertThat(lab.arrived).hasSize(COUNT - (int) lab.wire.counts().lost());
    }

    @Test
    void aLostPacketHasTakenItsTimeOnTheWire() {
        Lab lab = new Lab(WireSettings.IDEAL.withRate(12_000_000).withFaults(Faults.NONE.withLoss(1)));
        lab.sendEvery(0, 2, 1500);
        lab.run();
        assertThat(lab.trace.times("LOST")).containsExactly(MS, 2 * MS);
    }

    @Test
    void aCopyArrivesBehindItsOriginalWithBytesOfItsOwn() {
        Lab lab = new Lab(WireSettings.IDEAL.withFaults(Faults.NONE.withDuplication(1)));
        lab.sendAt(MS, Packets.numbered(7, 100));
        lab.run();
        assertThat(lab.trace.times(Trace.LEFT)).containsExactly(MS, MS);
        assertThat(lab.trace.numbers(Trace.LEFT)).containsExactly(0L, 0L);
        assertThat(lab.arrived.getFirst().mismatch(lab.arrived.getLast())).isEqualTo(-1);
        lab.arrived.getFirst().fill((byte) 9);
        assertThat(Packets.number(lab.arrived.getLast())).isEqualTo(7);
        assertThat(lab.wire.counts().duplicated()).isOne();
    }

    @Test
    void otherFaultsHoldForWhatComesAfterThem() {
        Lab lab = new Lab(WireSettings.IDEAL.withDelay(TEN_MS));
        lab.sendEvery(MS, 10, 100);
        lab.timeline.at(5 * MS - 1, () -> lab.wire.setFaults(Faults.NONE.withLoss(1)));
        lab.timeline.at(8 * MS - 1, () -> lab.wire.setFaults(Faults.NONE));
        lab.run();
        assertThat(lab.trace.numbers("LOST")).containsExactly(5L, 6L, 7L);
        assertThat(lab.trace.numbers(Trace.LEFT)).containsExactly(0L, 1L, 2L, 3L, 4L, 8L, 9L);
    }
}
