package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpOptions.Timestamps;

/** TSval, by a clock that may be set forward. */
class TimestampClockTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1_000_000, Integer.MAX_VALUE, -1})
    void countsMilliseconds(int offset) {
        TimestampClock clock = new TimestampClock(offset);
        int first = clock.stamp(0).value();
        assertThat(first).isEqualTo(offset);
        assertThat(clock.stamp(Duration.ofDays(5).toNanos()).value() - first)
                .isEqualTo((int) Duration.ofDays(5).toMillis());
    }

    /** RFC 7323 §5.2: a difference of more than 2^31 would make every segment old, for weeks. */
    @ParameterizedTest
    @ValueSource(longs = {13, 25, 30, 49, 50, 365})
    void neverSeemsToGoBackWhenItIsSetForward(long days) {
        TimestampClock clock = new TimestampClock(-5);
        int before = clock.stamp(Duration.ofSeconds(1).toNanos()).value();
        long after = Duration.ofDays(days).toNanos();
        int jumped = clock.stamp(after).value();
        assertThat(jumped - before).isPositive();
        clock.heard(jumped, after);
        assertThat(clock.stamp(after + Duration.ofMillis(7).toNanos()).value() - jumped)
                .isEqualTo(7);
    }

    /** What was sent in between may all have been lost. */
    @Test
    void neverIsTooFarAheadOfWhatThePeerHasHeard() {
        TimestampClock clock = new TimestampClock(3);
        int heard = clock.stamp(0).value();
        for (int days = 10; days < 100; days += 10) {
            assertThat(clock.stamp(Duration.ofDays(days).toNanos()).value() - heard)
                    .isBetween((int) Duration.ofDays(9).toMillis(), 1 << 30);
        }
        long now = Duration.ofDays(100).toNanos();
        Timestamps last = clock.stamp(now);
        clock.heard(last.value(), now);
        assertThat(clock.stamp(now + Duration.ofDays(1).toNanos()).value() - last.value())
                .isEqualTo((int) Duration.ofDays(1).toMillis());
    }
}
