package org.ouzel.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ouzel.sim.net.Lab.MS;
import static org.ouzel.sim.net.Lab.S;
import static org.ouzel.sim.net.Packets.CE;
import static org.ouzel.sim.net.Packets.ECT_0;
import static org.ouzel.sim.net.Packets.NOT_ECT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Ipv4Header;
import org.ouzel.sim.net.QueueControl.Verdict;
import org.ouzel.sim.net.QueueDiscipline.DropTail;
import org.ouzel.sim.net.QueueDiscipline.Red;
import org.ouzel.sim.net.QueueDiscipline.StepMarking;

class PacketQueueTest {
    /** 1500 bytes take a millisecond. */
    private static final WireSettings SLOW = WireSettings.IDEAL.withRate(12_000_000);

    private static final QueueBound WIDE = QueueBound.packets(100_000);

    private static int ecn(MemorySegment packet) {
        IpHeader header = Packets.accepted(packet).orElseThrow();
        return ((Ipv4Header) header).fields().typeOfService() & CE;
    }

    /** The first goes to the wire, so many wait, and the rest find no room. */
    @Test
    void aTailIsDroppedByPackets() {
        Lab lab = new Lab(SLOW.withQueue(new DropTail(QueueBound.packets(3))));
        lab.sendEvery(0, 6, 1500);
        lab.run();
        assertThat(lab.trace.numbers(Trace.LEFT)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(lab.trace.numbers("OVERFLOWED")).containsExactly(4L, 5L);
        assertThat(lab.trace.times("OVERFLOWED")).containsExactly(0L, 0L);
    }

    @Test
    void aTailIsDroppedByBytesAndASmallPacketMayStillFit() {
        Lab lab = new Lab(SLOW.withQueue(new DropTail(QueueBound.bytes(3000))));
        for (int bytes : new int[] {1500, 1500, 1000, 501, 500, 4}) {
            lab.sendAt(0, Packets.numbered(bytes, bytes));
        }
        lab.run();
        assertThat(lab.trace.numbers("OVERFLOWED")).containsExactly(3L, 5L);
        assertThat(lab.arrived).extracting(Packets::number).containsExactly(1500, 1500, 1000, 500);
    }

    @Test
    void aQueueThatHasBecomeShorterTakesPacketsAgain() {
        Lab lab = new Lab(SLOW.withQueue(new DropTail(QueueBound.packets(1))));
        lab.sendEvery(MS * 6 / 10, 5, 1500);
        lab.run();
        assertThat(lab.trace.numbers("OVERFLOWED")).containsExactly(3L);
        assertThat(lab.trace.times(Trace.LEFT)).containsExactly(MS, 2 * MS, 3 * MS, 4 * MS);
    }

    @Test
    void aQueueOfNothingIsRefused() {
        assertThatThrownBy(() -> QueueBound.packets(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QueueBound.bytes(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStepMarksWhatFindsMoreThanTheThreshold() {
        Lab lab = new Lab(SLOW.withQueue(new StepMarking(WIDE, 2)));
        for (int i = 0; i < 7; i++) {
            lab.sendAt(0, Packets.v4(i == 5 ? NOT_ECT : ECT_0, i, 1400));
        }
        lab.run();
        // Number 0 is on the wire; 1, 2 and 3 find 0, 1 and 2 before them.
        assertThat(lab.arrived).extracting(PacketQueueTest::ecn).containsExactly(ECT_0, ECT_0, ECT_0, ECT_0, CE, CE);
        assertThat(lab.trace.numbers("SHED")).containsExactly(5L);
        assertThat(lab.wire.counts().marked()).isEqualTo(2);
        assertThat(lab.wire.counts().shed()).isOne();
    }

    @Test
    void aMarkThatFindsNoRoomIsNone() {
        Lab lab = new Lab(SLOW.withQueue(new StepMarking(QueueBound.packets(2), 1)));
        for (int i = 0; i < 5; i++) {
            lab.sendAt(0, Packets.v4(ECT_0, i, 1400));
        }
        lab.run();
        assertThat(lab.trace.numbers("OVERFLOWED")).containsExactly(3L, 4L);
        assertThat(lab.wire.counts().marked()).isZero();
    }

    private static RedControl red(double weight, boolean ecn) {
        return new RedControl(new Red(WIDE, 10, 20, 0.1, weight, ecn), 4_000_000, new SplittableRandom(Lab.SEED));
    }

    private static Verdict arrive(RedControl control, int packets, boolean capable, long nowNs) {
        return control.onArrival(new Backlog(packets, 1000L * packets), capable, nowNs);
    }

    /** How many packets pass between two that are picked, the latter included, with the queue always as long. */
    private static List<Integer> distances(int packets) {
        RedControl control = red(1, true);
        List<Integer> distances = new ArrayList<>();
        int distance = 0;
        for (int i = 0; i < 100_000; i++) {
            distance++;
            if (arrive(control, packets, true, i) == Verdict.MARK) {
                distances.add(distance);
                distance = 0;
            }
        }
        return distances;
    }

    @Test
    void redPicksNoneBelowTheLowerThreshold() {
        assertThat(distances(9)).isEmpty();
    }

    /** With a probability of p, the paper's algorithm makes distances even between 1 and 1/p - 1. */
    @Test
    void redPicksAtEvenDistancesBetweenTheThresholds() {
        List<Integer> distances = distances(15);
        List<Integer> later = distances.subList(1, distances.size());
        assertThat(later).allSatisfy(distance -> assertThat(distance).isBetween(1, 19));
        for (int distance = 1; distance <= 19; distance++) {
            int wanted = distance;
            long count = later.stream().filter(each -> each == wanted).count();
            assertThat((double) count / later.size()).as("distance %d", wanted).isCloseTo(1.0 / 19, within(0.01));
        }
    }

    /** Gentle: halfway between one and two upper thresholds, halfway between max_p and 1, where every second one is certain. */
    @Test
    void redIsGentleBeyondTheUpperThreshold() {
        assertThat(distances(30)).allSatisfy(distance -> assertThat(distance).isBetween(1, 2));
    }

    @Test
    void redDropsAllBeyondTwiceTheUpperThreshold() {
        RedControl control = red(1, true);
        for (int i = 0; i < 100; i++) {
            assertThat(arrive(control, 40, true, i)).isEqualTo(Verdict.SHED);
        }
    }

    @Test
    void redMarksOnlyWhereItMay() {
        for (boolean ecn : new boolean[] {false, true}) {
            for (boolean capable : new boolean[] {false, true}) {
                RedControl control = red(1, ecn);
                List<Verdict> verdicts = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    verdicts.add(arrive(control, 19, capable, i));
                }
                assertThat(verdicts)
                        .contains(ecn && capable ? Verdict.MARK : Verdict.SHED, Verdict.PASS)
                        .doesNotContain(ecn && capable ? Verdict.SHED : Verdict.MARK);
            }
        }
    }

    /** An average of 45 falls by half in 693 packets of 500 bytes, of which this wire sends one in a millisecond. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 1000})
    void theAverageFallsWhileTheQueueIsEmpty(int idleMs) {
        RedControl control = red(0.001, false);
        for (int i = 0; i < 100_000; i++) {
            arrive(control, 45, false, i);
        }
        Parcel parcel = new Parcel(0, Packets.numbered(0, 500), fate(), 0);
        control.onDeparture(parcel, new Backlog(0, 0), false, S);
        double expected = 45 * Math.pow(0.999, idleMs);
        boolean all = true;
        for (int i = 0; i < 5; i++) {
            all &= arrive(control, i == 0 ? 0 : 1, false, S + idleMs * MS) == Verdict.SHED;
        }
        assertThat(all).isEqualTo(expected > 40.5);
    }

    private static Fate fate() {
        return new Fates(WireSettings.IDEAL, new SplittableRandom(0)).next();
    }
}
