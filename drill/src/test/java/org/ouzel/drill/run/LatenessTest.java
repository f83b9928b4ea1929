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
    void isTheTimeSinceTheLastThingWasDue() {
        lateness.onDone(100, 112);
        assertThat(lateness.ns()).isEqualTo(12);

        lateness.onDone(200, 203);
        assertThat(lateness.ns()).isEqualTo(3);
    }

    @Test
    void isNothingWhereThingsAreDoneInTime() {
        lateness.onDone(100, 112);
        lateness.onDone(200, 200);

        assertThat(lateness.ns()).isZero();
    }
}
