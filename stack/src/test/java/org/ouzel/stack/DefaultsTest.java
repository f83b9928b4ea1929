package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.StreamOptions;
import org.ouzel.UserTimeout;

/** What RFC 9293 requires of a stream that nobody has told anything. */
class DefaultsTest {
    @Test
    @Tag("MUST-25")
    void sendsNoKeepAlives() {
        assertThat(StreamOptions.DEFAULT.keepAlive()).isZero();
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
}
