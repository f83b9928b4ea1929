package org.ouzel.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.ouzel.sim.net.Lab.MS;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.sim.net.QueueDiscipline.CoDel;
import org.ouzel.sim.net.QueueDiscipline.DropTail;
import org.ouzel.sim.net.QueueDiscipline.Red;
import org.ouzel.sim.net.QueueDiscipline.StepMarking;

/** A wire that becomes another while packets are on it. */
class WireChangeTest {
    /** 1500 bytes take a millisecond. */
    private static final WireSettings SLOW = WireSettings.IDEAL.withRate(12_000_000);

    private static Lab changedAt(long instantNs, WireSettings from, WireSettings to) {
        Lab lab = new Lab(from);
        lab.timeline.at(instantNs, () -> lab.wire.change(to));
        return lab;
    }

    @Test
    void anotherRateIsThatOfWhatWaits() {
        Lab lab = changedAt(MS / 2, SLOW, SLOW.withRate(1_200_000));
        lab.sendEvery(0, 3, 1500);
        lab.run();
        assertThat(lab.trace.times(Trace.LEFT)).containsExactly(MS, 11 * MS, 21 * MS);
    }

    @Test
    void withoutARateAllThatWaitsGoesBehindWhatIsOnTheWire() {
        Lab lab = changedAt(MS / 2, SLOW, SLOW.withRate(0));
        lab.sendEvery(0, 3, 1500);
        lab.sendAt(MS * 3 / 4, Packets.numbered(3, 1500));
        lab.sendAt(2 * MS, Packets.numbered(4, 1500));
        lab.run();
        assertThat(lab.trace.times(Trace.LEFT)).containsExactly(MS, MS, MS, MS, 2 * MS);
        assertThat(lab.arrived).extracting(Packets::number).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aWireThatHadNoRateGetsOne() {
        Lab lab = changedAt(MS, WireSettings.IDEAL, SLOW);
        lab.sendAt(0, Packets.numbered(0, 1500));
        lab.timeline.at(MS, () -> lab.sendEvery(0, 2, 1500));
        lab.run();
        assertThat(lab.trace.times(Trace.LEFT)).containsExactly(0L, 2 * MS, 3 * MS);
    }

    @Test
    void whatIsRoundedOffIsOfOneRate() {
        Lab lab = new Lab(WireSettings.IDEAL.withRate(7_000_000));
        lab.sendEvery(0, 3, 1500);
        lab.timeline.at(MS, () -> lab.wire.change(SLOW.withRate(7)));
        lab.timeline.at(2 * MS, () -> lab.wire.change(SLOW));
        lab.run();
        long second = 1_714_285 + 12_000 * 1000 * MS / 7;
        assertThat(lab.trace.times(Trace.LEFT)).containsExactly(1_714_285L, second, second + MS);
    }

    @Test
    void whatIsUnderWayKeepsItsArrival() {
        WireSettings far = WireSettings.IDEAL.withDelay(Duration.ofMillis(10));
        Lab lab = changedAt(5 * MS, far, WireSettings.IDEAL.withDelay(Duration.ofMillis(30)));
        lab.sendEvery(4 * MS, 3, 100);
        lab.run();
        assertThat(lab.trace.times(Trace.LEFT)).containsExactly(10 * MS, 14 * MS, 38 * MS);
    }

    @Test
    void nothingOvertakesWhatIsUnderWayWhenTheDelayFalls() {
        WireSettings far = WireSettings.IDEAL.withDelay(Duration.ofMillis(10));
        Lab lab = changedAt(2 * MS, far, WireSettings.IDEAL.withDelay(Duration.ofMillis(1)));
        lab.sendEvery(5 * MS, 3, 100);
        lab.run();
        assertThat(lab.trace.numbers(Trace.LEFT)).containsExactly(0L, 1L, 2L);
        assertThat(lab.trace.times(Trace.LEFT)).containsExactly(10 * MS, 10 * MS, 11 * MS);
    }

    @Test
    void anotherMtuJitterAndOtherFaultsHoldForWhatComes() {
        Lab lab = changedAt(
                MS / 2,
                SLOW,
                SLOW.withMtu(1000).withJitter(Duration.ofMillis(50)).withFaults(Faults.NONE.withPadding(1)));
        lab.sendEvery(0, 3, 1500);
        lab.sendAt(MS, Packets.numbered(3, 1001));
        lab.sendAt(MS, Packets.numbered(4, 999));
        lab.run();
        assertThat(lab.trace.numbers("TOO_LARGE")).containsExactly(3L);
        assertThat(lab.trace.times(Trace.LEFT)).startsWith(MS, 2 * MS, 3 * MS).hasSize(4);
        assertThat(lab.trace.times(Trace.LEFT).getLast()).isGreaterThan(4 * MS);
        assertThat(lab.arrived.getLast().byteSize()).isEqualTo(1000);
    }

    @Test
    void aShorterQueueKeepsItsFrontAndOverflows() {
        Lab lab = changedAt(MS / 2, SLOW, SLOW.withQueue(new DropTail(QueueBound.packets(2))));
        lab.sendEvery(0, 6, 1500);
        lab.run();
        assertThat(lab.trace.numbers(Trace.LEFT)).containsExactly(0L, 1L, 2L);
        assertThat(lab.trace.numbers("OVERFLOWED")).containsExactly(3L, 4L, 5L);
        assertThat(lab.trace.times("OVERFLOWED")).containsOnly(MS / 2);
        assertThat(lab.wire.counts().overflowed()).isEqualTo(3);
        assertThat(lab.wire.underWay()).isZero();
    }

    @Test
    void aQueueBoundByBytesKeepsWhatFits() {
        Lab lab = changedAt(0, SLOW, SLOW.withQueue(new DropTail(QueueBound.bytes(2000))));
        for (int bytes : new int[] {1500, 1500, 1000, 500}) {
            lab.wire.packet(Packets.numbered(bytes, bytes));
        }
        lab.run();
        assertThat(lab.arrived).extracting(Packets::number).containsExactly(1500, 1500, 500);
    }

    @Test
    void anotherDisciplineIsAppliedToWhatWaits() {
        WireSettings marking =
                SLOW.withQueue(new CoDel(QueueBound.packets(100), Duration.ofMillis(1), Duration.ofMillis(5), false));
        Lab lab = changedAt(30 * MS, SLOW, marking);
        lab.sendEvery(0, 80, 1500);
        lab.run();
        assertThat(lab.trace.events("SHED")).isNotEmpty();
        assertThat(lab.trace.times("SHED")).allSatisfy(at -> assertThat(at).isGreaterThan(30 * MS));
    }

    @Test
    void theSameDisciplineKeepsWhatItKnows() {
        WireSettings red = SLOW.withQueue(new Red(QueueBound.packets(50), 5, 15, 0.1, 0.02, false));
        Lab calm = new Lab(red);
        Lab changed = changedAt(40 * MS, red, red.withDelay(Duration.ofMillis(5)));
        for (Lab lab : new Lab[] {calm, changed}) {
            lab.sendEvery(MS * 9 / 10, 1000, 1500);
            lab.run();
        }
        assertThat(calm.trace.events("SHED")).isNotEmpty();
        assertThat(changed.trace.events("SHED")).isEqualTo(calm.trace.events("SHED"));
    }

    /** At the lower rate fewer small packets would have gone while the queue was idle, so the average falls less. */
    @Test
    void anIdleQueueForgetsAtTheRateThatItHas() {
        SplittableRandom random = new SplittableRandom(1);
        Red settings = new Red(QueueBound.packets(50), 5, 15, 1, 0.1, false);
        RedControl fast = new RedControl(settings, 1_000_000, random);
        RedControl slow = new RedControl(settings, 1_000_000, random);
        slow.onRate(1000);
        assertThat(passesAfterAPause(slow)).isLessThan(passesAfterAPause(fast));
    }

    private static final Fate FATE =
            new Fate(false, false, 0, new Fate.Passage(0, List.of()), new Fate.Passage(0, List.of()));

    private static int passesAfterAPause(RedControl control) {
        Parcel parcel = new Parcel(0, Packets.numbered(0, 100), FATE, 0);
        for (int i = 0; i < 20; i++) {
            control.onArrival(new Backlog(40, 4000), false, 0);
        }
        control.onDeparture(parcel, new Backlog(0, 0), false, 0);
        control.onArrival(new Backlog(0, 0), false, 400 * MS);
        int passes = 0;
        while (control.onArrival(new Backlog(40, 4000), false, 400 * MS) == QueueControl.Verdict.PASS) {
            passes++;
        }
        return passes;
    }

    @Test
    void changesLeaveTheDrawsOfTheNextPacketsAlone() {
        WireSettings lossy = WireSettings.IDEAL.withFaults(Faults.NONE.withLoss(0.3));
        Lab calm = new Lab(lossy);
        Lab changed = changedAt(
                100 * MS - 1,
                lossy,
                lossy.withDelay(Duration.ofMillis(7)).withQueue(new StepMarking(QueueBound.packets(9), 3)));
        for (Lab lab : new Lab[] {calm, changed}) {
            lab.sendEvery(MS, 1000, 100);
            lab.run();
        }
        assertThat(changed.trace.numbers("LOST")).isEqualTo(calm.trace.numbers("LOST"));
    }

    @Test
    void aCableIsChangedBothWaysOrEach() {
        Timeline timeline = new Timeline();
        Cable cable = new Cable(timeline, WireSettings.IDEAL, Lab.SEED);
        cable.connect(packet -> assertThat(timeline.now()).isEqualTo(2), packet -> assertThat(timeline.now())
                .isEqualTo(1));
        cable.change(SLOW);
        cable.change(
                WireSettings.IDEAL.withDelay(Duration.ofNanos(1)), WireSettings.IDEAL.withDelay(Duration.ofNanos(2)));
        cable.fromA().packet(Packets.numbered(0, 100));
        cable.fromB().packet(Packets.numbered(0, 100));
        while (timeline.step()) {
            // Until nothing happens any more.
        }
        assertThat(cable.counts().left()).isEqualTo(2);
    }

    /** A wire that is changed again and again loses count of no packet, and does the same for the same seed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void changesAreDeterministicAndLoseNothing(long seed) {
        Lab one = restless(seed);
        Lab other = restless(seed);
        assertThat(other.trace.events()).as("seed %d", seed).isEqualTo(one.trace.events());
        FaultCounts counts = one.wire.counts();
        assertThat(counts.entered() + counts.duplicated())
                .as("seed %d", seed)
                .isEqualTo(counts.left() + counts.dropped());
        assertThat(counts.left()).as("seed %d", seed).isCloseTo(counts.entered(), within(counts.entered() * 9 / 10));
        assertThat(counts.overflowed()).as("seed %d", seed).isPositive();
    }

    private static Lab restless(long seed) {
        Lab lab = new Lab(SLOW, seed);
        SplittableRandom random = new SplittableRandom(seed);
        lab.sendEvery(MS / 2, 2000, 1400);
        for (int i = 0; i < 100; i++) {
            WireSettings next = any(random);
            lab.timeline.at(random.nextLong(1000 * MS), () -> lab.wire.change(next));
        }
        lab.run();
        return lab;
    }

    private static WireSettings any(SplittableRandom random) {
        QueueBound bound = QueueBound.packets(random.nextInt(1, 40));
        QueueDiscipline discipline =
                switch (random.nextInt(4)) {
                    case 0 -> new DropTail(bound);
                    case 1 -> CoDel.of(bound, true);
                    case 2 -> new Red(bound, 3, 9, 0.2, 0.1, true);
                    default -> new StepMarking(bound, 5);
                };
        return WireSettings.IDEAL
                .withRate(random.nextInt(3) == 0 ? 0 : random.nextLong(1_000_000, 100_000_000))
                .withDelay(Duration.ofNanos(random.nextLong(20 * MS)))
                .withJitter(Duration.ofNanos(random.nextLong(5 * MS)))
                .withMtu(random.nextInt(1300, 9000))
                .withQueue(discipline)
                .withFaults(Faults.NONE.withDuplication(0.05).withLoss(random.nextDouble() / 10));
    }
}
