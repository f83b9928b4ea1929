package org.ouzel.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.ouzel.sim.net.Lab.MS;
import static org.ouzel.sim.net.Lab.S;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartitionTest {
    private static final WireSettings TEN_MS = WireSettings.IDEAL.withDelay(Duration.ofMillis(10));
    private static final Outages OFTEN = new Outages(Duration.ofMillis(300), Duration.ofMillis(100));

    @Test
    void whatComesWhileItIsCutIsLostAndWhatComesAfterwardsPasses() {
        Lab lab = new Lab(WireSettings.IDEAL);
        lab.sendEvery(MS, 10, 100);
        lab.timeline.at(3 * MS - 1, lab.wire::cut);
        lab.timeline.at(6 * MS - 1, lab.wire::mend);
        lab.run();
        assertThat(lab.trace.numbers("CUT")).containsExactly(3L, 4L, 5L);
        assertThat(lab.trace.numbers(Trace.LEFT)).containsExactly(0L, 1L, 2L, 6L, 7L, 8L, 9L);
    }

    /** At 3.5 ms the first two have been sent and are under way, the third is being sent, and two wait. */
    @Test
    void whatIsUnderWayIsLostAtThatInstant() {
        Lab lab = new Lab(TEN_MS.withRate(12_000_000));
        lab.sendAt(0, Packets.numbered(0, 1500));
        lab.sendAt(MS, Packets.numbered(1, 1500));
        for (int number = 2; number < 5; number++) {
            lab.sendAt(3 * MS, Packets.numbered(number, 1500));
        }
        lab.runUntil(3 * MS + MS / 2);
        assertThat(lab.wire.underWay()).isEqualTo(5);
        lab.timeline.at(3 * MS + MS / 2, lab.wire::cut);
        lab.timeline.at(4 * MS, lab.wire::mend);
        lab.sendAt(5 * MS, Packets.numbered(5, 1500));
        lab.run();
        assertThat(lab.trace.numbers("CUT")).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(lab.trace.times("CUT")).containsOnly(3 * MS + MS / 2);
        assertThat(lab.trace.times(Trace.LEFT)).containsExactly(16 * MS);
        assertThat(lab.wire.counts().cut()).isEqualTo(5);
        assertThat(lab.wire.underWay()).isZero();
    }

    @Test
    void jitterBeforeACutDoesNotHoldUpWhatComesAfterIt() {
        Lab lab = new Lab(WireSettings.IDEAL.withJitter(Duration.ofDays(1)));
        lab.sendAt(0, Packets.numbered(0, 100));
        lab.wire.cutAt(1, Duration.ofNanos(1));
        lab.run();
        assertThat(lab.trace.times("CUT")).containsExactly(1L);
    }

    @Test
    void plannedPartitionsMayOverlap() {
        Lab lab = new Lab(WireSettings.IDEAL);
        lab.wire.cutAt(2 * MS - 1, Duration.ofMillis(3));
        lab.wire.cutAt(4 * MS - 1, Duration.ofMillis(3));
        lab.wire.cutAt(8 * MS - 1, Duration.ofMillis(1));
        lab.sendEvery(MS, 10, 100);
        lab.run();
        assertThat(lab.trace.numbers("CUT")).containsExactly(2L, 3L, 4L, 5L, 6L, 8L);
    }

    @Test
    void toMendDoesNotEndWhatWasPlanned() {
        Lab lab = new Lab(WireSettings.IDEAL);
        lab.wire.cut();
        lab.wire.cutAt(0, Duration.ofMillis(4));
        lab.timeline.at(2 * MS, lab.wire::mend);
        lab.timeline.at(3 * MS, () -> assertThat(lab.wire.isCut()).isTrue());
        lab.run();
        assertThat(lab.timeline.now()).isEqualTo(4 * MS);
        assertThat(lab.wire.isCut()).isFalse();
    }

    @Test
    void outagesTakeAboutTheirShareOfTheTime() {
        Lab lab = new Lab(WireSettings.IDEAL.withFaults(Faults.NONE.withOutages(OFTEN)));
        lab.sendEvery(MS, 400_000, 4);
        lab.run();
        // About a thousand cycles of 400 ms each.
        assertThat(lab.wire.counts().cut() / 400_000.0).isCloseTo(0.25, within(0.03));
        long outages = 0;
        long last = -2;
        for (long number : lab.trace.numbers("CUT")) {
            outages += number == last + 1 ? 0 : 1;
            last = number;
        }
        assertThat(outages).isBetween(850L, 1150L);
    }

    @Test
    void withoutPacketsTheTimelineComesToRest() {
        Lab lab = new Lab(WireSettings.IDEAL.withFaults(Faults.NONE.withOutages(OFTEN)));
        assertThat(lab.timeline.step()).isFalse();
        lab.sendAt(5 * S, Packets.numbered(0, 100));
        lab.run();
        assertThat(lab.timeline.now()).isLessThan(10 * S);
    }

    /** Which outages there are hangs on the seed, not on who has looked. */
    @Test
    void outagesThatNobodySawHaveBeenThereAllTheSame() {
        WireSettings settings = WireSettings.IDEAL.withFaults(Faults.NONE.withOutages(OFTEN));
        Lab busy = new Lab(settings);
        Lab quiet = new Lab(settings);
        busy.sendEvery(MS, 10_000, 100);
        for (int number = 0; number < 10_000; number++) {
            if (number % 1000 > 700) {
                quiet.sendAt(number * MS, Packets.numbered(number, 100));
            }
        }
        busy.run();
        quiet.run();
        assertThat(quiet.trace.times("CUT"))
                .isNotEmpty()
                .isEqualTo(busy.trace.times("CUT").stream()
                        .filter(at -> at / MS % 1000 > 700)
                        .toList());
    }

    @Test
    void otherFaultsLeaveOutagesAsTheyAreAndNoneEndThem() {
        Outages soon = new Outages(Duration.ofNanos(1), Duration.ofDays(1));
        Lab lab = new Lab(WireSettings.IDEAL.withFaults(Faults.NONE.withOutages(soon)));
        lab.sendEvery(MS, 4, 100);
        lab.timeline.at(
                2 * MS - 2,
                () -> lab.wire.setFaults(Faults.NONE.withOutages(soon).withLoss(0.5)));
        lab.timeline.at(3 * MS - 2, () -> lab.wire.setFaults(Faults.NONE));
        lab.run();
        assertThat(lab.trace.numbers("CUT")).containsExactly(1L, 2L);
        assertThat(lab.trace.numbers(Trace.LEFT)).containsExactly(0L, 3L);
        assertThat(lab.timeline.now()).isEqualTo(3 * MS);
    }

    @Test
    void newOutagesMeetWhatIsUnderWay() {
        Lab lab = new Lab(WireSettings.IDEAL.withDelay(Duration.ofHours(1)));
        lab.sendAt(0, Packets.numbered(0, 100));
        lab.timeline.at(1, () -> lab.wire.setFaults(Faults.NONE.withOutages(OFTEN)));
        lab.run();
        assertThat(lab.trace.numbers("CUT")).containsExactly(0L);
    }
}
