package org.ouzel.drill.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenessTest {
    private final Lateness lateness = new Lateness();

    @Test
    void isNothingAtFirst() {
        assertThat(lateness.ns()).isZero();
    }

    @Test
    void isNothingWhereEverythingIsDoneWhenItIsDue() {
        lateness.onDone(0, 0);
        lateness.onDone(0, 0);
        lateness.onDone(100, 100);

        assertThat(lateness.ns()).isZero();
    }

    @Test
    void isTheTimeSinceItWasDue() {
        lateness.onDone(100, 112);

        assertThat(lateness.ns()).isEqualTo(12);
    }

    @Test
    void addsUpWhereOneThingWaitsForTheOther() {
        lateness.onDone(100, 112);
        lateness.onDone(100, 115);

        assertThat(lateness.ns()).isEqualTo(15);
    }

    @Test
    void isMadeUpForInTimeButNotForgotten() {
        lateness.onDone(100, 112);
        lateness.onDone(200, 201);
        assertThat(lateness.ns()).isEqualTo(12);

        lateness.onDone(200, 215);
        assertThat(lateness.ns()).isEqualTo(15);
    }

    @Test
    void leavesOutWhatTheHostIsLateBy() {
        lateness.onDone(100, 100);
        lateness.onHappened(130);
        lateness.onDone(100, 131);

        assertThat(lateness.ns()).isEqualTo(1);
    }

    @Test
    void countsWhatCameBeforeTheHostsOwn() {
        lateness.onDone(100, 112);
        lateness.onHappened(140);
        lateness.onDone(100, 141);

        assertThat(lateness.ns()).isEqualTo(13);
    }
}
