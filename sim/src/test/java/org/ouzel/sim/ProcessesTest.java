package org.ouzel.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ouzel.sim.net.Timeline;

/** Who has the turn, and who notices that it is not given on. */
class ProcessesTest {
    private static final long FOREVER = Long.MAX_VALUE - 1;

    private final Timeline timeline = new Timeline();
    private final Processes processes = new Processes(timeline);
    private final Processes impatient = new Processes(timeline, Duration.ofSeconds(1));
    private final List<String> happened = new ArrayList<>();
    private final CountDownLatch outside = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        outside.countDown();
    }

    private void note(String what) {
        happened.add(what + " at " + timeline.now());
    }

    @Test
    void processesTakeTurnsInTheOrderInWhichTheyBecameReady() {
        for (String name : List.of("a", "b")) {
            processes.start(name, () -> {
                note(name);
                processes.sleep(10);
                note(name);
            });
        }
        timeline.at(10, () -> note("event"));
        processes.runUntil(FOREVER);
        assertThat(happened).containsExactly("a at 0", "b at 0", "event at 10", "a at 10", "b at 10");
    }

    @Test
    void whatIsReadyRunsBeforeTheNextEventOfTheInstant() {
        timeline.at(5, () -> {
            note("first");
            processes.start("a", () -> note("a"));
        });
        timeline.at(5, () -> note("second"));
        processes.runUntil(FOREVER);
        assertThat(happened).containsExactly("first at 5", "a at 5", "second at 5");
    }

    @Test
    void noTimePassesWhereOnlyWhatIsReadyRuns() {
        processes.start("a", () -> {
            note("a");
            processes.sleep(10);
            note("a");
        });
        processes.runReady();
        assertThat(happened).containsExactly("a at 0");
        processes.runUntil(9);
        assertThat(happened).containsExactly("a at 0");
        processes.runUntil(10);
        assertThat(happened).containsExactly("a at 0", "a at 10");
    }

    @Test
    void eventsAreNoProcess() {
        timeline.at(5, () -> processes.sleep(1));
        processes.start("a", () -> processes.sleep(10));
        processes.runUntil(FOREVER);
        assertThat(processes.failure())
                .hasValueSatisfying(failure -> assertThat(failure).isInstanceOf(IllegalStateException.class));
        assertThat(timeline.now()).isEqualTo(5);
    }

    @Test
    void thatAProcessWasInterruptedIsNothingToEvents() {
        timeline.at(5, () -> note("interrupted: " + Thread.currentThread().isInterrupted()));
        processes.start("a", () -> Thread.currentThread().interrupt());
        processes.runUntil(FOREVER);
        assertThat(happened).containsExactly("interrupted: false at 5");
    }

    @Test
    void whatAnEventThrowsEndsTheRun() {
        IllegalArgumentException thrown = new IllegalArgumentException("thrown");
        timeline.at(5, () -> {
            throw thrown;
        });
        processes.start("a", () -> processes.sleep(10));
        processes.runUntil(FOREVER);
        assertThat(processes.failure()).containsSame(thrown);
    }

    @Test
    void aProcessThatWaitsOutsideIsNoticedAndNamed() {
        impatient.start("other", () -> impatient.sleep(10));
        impatient.start("waits outside", outside::await);
        assertThatThrownBy(() -> impatient.runUntil(FOREVER))
                .isInstanceOf(SimulationStuck.class)
                .hasMessageContaining("process waits outside has not given way")
                .cause()
                .hasStackTraceContaining("CountDownLatch.await");
    }

    @Test
    void anEventThatWaitsOutsideIsNoticed() {
        impatient.start("sleeper", () -> impatient.sleep(10));
        timeline.at(5, () -> {
            try {
                outside.await();
            } catch (InterruptedException interrupt) {
                throw new AssertionError(interrupt);
            }
        });
        assertThatThrownBy(() -> impatient.runUntil(FOREVER))
                .isInstanceOf(SimulationStuck.class)
                .hasMessageContaining("an event has not given way");
    }
}
