package org.ouzel.sim.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.sim.net.Timeline.Event;

class TimelineTest {
    private final Timeline timeline = new Timeline();
    private final List<String> happened = new ArrayList<>();

    private Event plan(long instant, String what) {
        return timeline.at(instant, () -> happened.add(what + " at " + timeline.now()));
    }

    private void run() {
        while (timeline.step()) {
            // Until nothing happens any more.
        }
    }

    @Test
    void nothingHappensWhereNothingIsPlanned() {
        assertThat(timeline.next()).isEqualTo(Long.MAX_VALUE);
        assertThat(timeline.step()).isFalse();
        assertThat(timeline.now()).isZero();
    }

    @Test
    void eventsHappenInTheOrderOfTheirInstants() {
        plan(30, "c");
        plan(10, "a");
        plan(20, "b");
        assertThat(timeline.next()).isEqualTo(10);
        run();
        assertThat(happened).containsExactly("a at 10", "b at 20", "c at 30");
        assertThat(timeline.now()).isEqualTo(30);
    }

    @Test
    void eventsOfOneInstantHappenInTheOrderOfTheirPlanning() {
        timeline.at(5, () -> plan(5, "planned while the instant was"));
        plan(5, "first");
        timeline.after(5, () -> happened.add("second"));
        run();
        assertThat(happened).containsExactly("first at 5", "second", "planned while the instant was at 5");
    }

    @Test
    void whatIsCalledOffDoesNotHappenAndTakesNoTime() {
        plan(10, "a");
        Event off = plan(20, "b");
        timeline.at(10, off::callOff);
        plan(20, "c");
        plan(30, "d").callOff();
        run();
        assertThat(happened).containsExactly("a at 10", "c at 20");
        assertThat(timeline.now()).isEqualTo(20);
    }

    @Test
    void whatIsCalledOffIsNotNext() {
        Event off = plan(10, "a");
        plan(20, "b");
        off.callOff();
        assertThat(timeline.next()).isEqualTo(20);
    }

    @Test
    void whatHasHappenedCanBeCalledOffWithoutHarm() {
        Event done = plan(10, "a");
        timeline.step();
        done.callOff();
        done.callOff();
        plan(10, "b");
        run();
        assertThat(happened).containsExactly("a at 10", "b at 10");
    }

    @Test
    void anInstantThatHasPassedIsNow() {
        timeline.at(10, () -> {
            plan(10, "now");
            plan(3, "before");
            plan(Long.MIN_VALUE, "long before");
        });
        run();
        assertThat(happened).containsExactly("now at 10", "before at 10", "long before at 10");
    }

    @Test
    void whatIsLaterThanAllTimeNeverHappens() {
        plan(10, "a");
        timeline.step();
        timeline.after(Long.MAX_VALUE, () -> happened.add("never"));
        timeline.after(Long.MAX_VALUE - 5, () -> happened.add("never"));
        assertThat(timeline.next()).isEqualTo(Long.MAX_VALUE);
        assertThat(timeline.step()).isFalse();
        assertThat(happened).containsExactly("a at 10");
    }

    private record Planned(long instant, long number) {}

    /** Many events, some called off, against a list that is sorted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void happensAsASortedListSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Planned> all = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        Set<Long> off = new HashSet<>();
        List<Long> seen = new ArrayList<>();
        for (long number = 0; number < 2000; number++) {
            long each = number;
            long instant = random.nextLong(300);
            all.add(new Planned(instant, each));
            events.add(timeline.at(instant, () -> seen.add(each)));
            if (random.nextInt(3) == 0) {
                int which = random.nextInt(events.size());
                events.get(which).callOff();
                off.add((long) which);
            }
        }
        run();
        List<Long> expected = all.stream()
                .sorted(Comparator.comparingLong(Planned::instant).thenComparingLong(Planned::number))
                .map(Planned::number)
                .filter(number -> !off.contains(number))
                .toList();
        assertThat(seen).as("seed %d", seed).isEqualTo(expected);
    }
}
