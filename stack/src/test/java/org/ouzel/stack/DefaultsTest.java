package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.StreamOptions;
import org.ouzel.UserTimeout;

/** What a stream does that nobody has told anything, and what RFC 9293 requires of it. */
class DefaultsTest {
    @Test
    @Tag("MUST-25")
    void sendsNoKeepAlives() {
        assertThat(StreamOptions.DEFAULT.times().keepAlive()).isZero();
    }

    @Test
    void letsBuffersGrowUnlessTheirSizeIsGiven() {
        StreamOptions given = StreamOptions.DEFAULT.withBuffers(1000, 2000);
        assertThat(StreamOptions.DEFAULT.buffers().maxReceiveBytes())
                .isGreaterThan(StreamOptions.DEFAULT.buffers().receiveBytes());
        assertThat(StreamOptions.DEFAULT.buffers().maxSendBytes())
                .isGreaterThan(StreamOptions.DEFAULT.buffers().sendBytes());
        assertThat(given.buffers().maxReceiveBytes()).isEqualTo(1000);
        assertThat(given.buffers().maxSendBytes()).isEqualTo(2000);
        StreamOptions growing = given.withBufferLimits(3000, 4000);
        assertThat(growing.buffers().receiveBytes()).isEqualTo(1000);
        assertThat(growing.buffers().sendBytes()).isEqualTo(2000);
        assertThat(growing.buffers().maxReceiveBytes()).isEqualTo(3000);
        assertThat(growing.buffers().maxSendBytes()).isEqualTo(4000);
    }

    @Test
    void refusesALimitBelowWhatABufferBeginsWith() {
        assertThatThrownBy(() -> StreamOptions.DEFAULT.withBufferLimits(1000, 4 << 20))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StreamOptions.DEFAULT.withBufferLimits(6 << 20, 1000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("7413-2.1-1")
    void boundsNothingUnlessAskedTo() {
        assertThat(StreamOptions.DEFAULT.output().maxPacingBytesPerSecond())
                .isEqualTo(StreamOptions.Output.NO_MAX_RATE);
        assertThat(StreamOptions.DEFAULT.output().unsentLowWaterBytes()).isEqualTo(StreamOptions.Output.NO_LOW_WATER);
        assertThat(StreamOptions.DEFAULT.fastOpenBacklog()).isZero();
    }

    @Test
    void refusesBoundsThatWouldLetNothingThrough() {
        assertThatThrownBy(() -> StreamOptions.DEFAULT.withMaxPacingRate(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StreamOptions.DEFAULT.withUnsentLowWater(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StreamOptions.DEFAULT.withFastOpen(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The user timeout is R2. */
    @Test
    @Tag("MUST-23")
    @Tag("SHLD-11")
    void triesForThreeMinutesAtLeast() {
        UserTimeout timeout = StreamOptions.DEFAULT.userTimeout();
        assertThat(timeout.action()).isEqualTo(UserTimeout.Action.ABORT);
        assertThat(timeout.after()).isGreaterThanOrEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void pollsForTenMillisecondsAtTheMost() {
        StackHost.Builder builder = StackHost.builder();
        assertThatThrownBy(() -> builder.busyPoll(Duration.ofNanos(10_000_001)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.busyPoll(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> builder.busyPoll(Duration.ZERO).busyPoll(Duration.ofMillis(10)))
                .doesNotThrowAnyException();
    }

    @Test
    @Tag("MUST-40")
    void letsNoAcknowledgmentWaitForHalfASecond() {
        StackHost.Builder builder = StackHost.builder();
        assertThatThrownBy(() -> builder.answerWait(Duration.ofMillis(500)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.answerWait(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> builder.answerWait(Duration.ZERO).answerWait(Duration.ofMillis(499)))
                .doesNotThrowAnyException();
    }
}
