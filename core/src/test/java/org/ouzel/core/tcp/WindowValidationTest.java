package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RFC 7661, with a round trip of 100 ms and a window of 20,000 bytes. */
class WindowValidationTest {
    private static final long MS = 1_000_000;
    private static final long RTT = 100 * MS;
    private static final long CWND = 20_000;

    private final WindowValidation validation = new WindowValidation();
    private long una;
    private long now;

    /** So much is in flight all the time, and acknowledged in ten parts during a round trip. */
    private void roundTrip(long bytes) {
        for (int part = 0; part < 10; part++) {
            now += RTT / 10;
            una += bytes / 10;
            validation.onAcknowledged(bytes / 10, una, una + bytes, RTT, now);
        }
    }

    private boolean isValidated() {
        return validation.isValidated(CWND, 0, now);
    }

    // §4.1: "A sender starts a TCP connection in the validated phase"
    @Test
    void beginsValidated() {
        assertThat(isValidated()).isTrue();
    }

    // §4.2, §4.3: "Validated phase: pipeACK >=(1/2)*cwnd"
    @Test
    @Tag("7661-4.2-1")
    @Tag("7661-4.4-1")
    void isValidatedWhenHalfOfTheWindowWasAcknowledgedInARoundTrip() {
        roundTrip(9_000);
        roundTrip(9_000);
        assertThat(isValidated()).isFalse();
        roundTrip(10_000);
        roundTrip(10_000);
        assertThat(isValidated()).isTrue();
    }

    @Test
    void isValidatedWhenHalfOfTheWindowIsInFlight() {
        roundTrip(1_000);
        roundTrip(1_000);
        assertThat(validation.isValidated(CWND, 9_999, now)).isFalse();
        assertThat(validation.isValidated(CWND, 10_000, now)).isTrue();
    }

    // §4.2: the largest of what was measured in the sampling period, the larger of three round trips and a second
    @Test
    @Tag("7661-4.2-2")
    void knowsTheMostOfThePeriodAndForgetsItThereafter() {
        roundTrip(15_000);
        roundTrip(15_000);
        for (int i = 0; i < 5; i++) {
            roundTrip(2_000);
        }
        assertThat(validation.usedBytes(0)).isBetween(15_000L, 16_500L); // one began before
        for (int i = 0; i < 6; i++) {
            roundTrip(2_000);
        }
        assertThat(validation.usedBytes(0)).isEqualTo(2_000);
        assertThat(isValidated()).isFalse();
    }

    // §4.4.1: "max(pipeACK, FlightSize)"
    @Test
    void tellsWhatWasUsedOfTheWindow() {
        roundTrip(4_000);
        roundTrip(4_000);
        assertThat(validation.usedBytes(1_000)).isEqualTo(4_000);
        assertThat(validation.usedBytes(6_000)).isEqualTo(6_000);
    }

    @Test
    @Tag("7661-4.4-5")
    @Tag("7661-4.4-6")
    @Tag("7661-4.4.1-4")
    void beginsAnewAfterARecovery() {
        roundTrip(4_000);
        roundTrip(4_000);
        validation.reset(una + 5_000);
        assertThat(isValidated()).isTrue();
        assertThat(validation.usedBytes(0)).isNotPositive();
    }

    @Test
    @Tag("7661-4.4-2")
    void isNoLongerKeptAfterFiveMinutesOfLittleUse() {
        roundTrip(2_000);
        long end = now + 300_000 * MS;
        while (now < end) {
            roundTrip(2_000);
            assertThat(isValidated()).isFalse();
            assertThat(validation.takeEndOfPeriod(now)).isFalse();
        }
        roundTrip(2_000);
        roundTrip(2_000);
        assertThat(isValidated()).isFalse();
        assertThat(validation.takeEndOfPeriod(now)).isTrue();
        assertThat(validation.takeEndOfPeriod(now)).isFalse();
    }
}
