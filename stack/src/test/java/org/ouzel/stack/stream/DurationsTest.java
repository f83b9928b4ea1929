package org.ouzel.stack.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ouzel.stack.around.Surroundings;

/** Durations that no clock can count. */
class DurationsTest {
    @Test
    void takesANegativeDurationForNone() {
        assertThat(Durations.nanos(Duration.ofNanos(-1))).isZero();
        assertThat(Durations.nanos(Duration.ofNanos(1))).isEqualTo(1);
    }

    @Test
    void takesADurationThatIsTooLongForEver() {
        assertThat(Durations.nanos(Duration.ofNanos(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(Durations.nanos(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void findsNoTimeBeyondAllTime() {
        assertThat(Durations.after(7, 5)).isEqualTo(12);
        assertThat(Durations.after(0, Long.MAX_VALUE)).isEqualTo(Surroundings.NEVER);
        assertThat(Durations.after(1, Long.MAX_VALUE)).isEqualTo(Surroundings.NEVER);
        assertThat(Durations.after(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Surroundings.NEVER);
    }
}
