package org.ouzel;

import java.time.Duration;
import java.util.Objects;

/**
 * How long data may stay unacknowledged, or a peer's window closed, before TCP gives up or says so (RFC 9293 §3.9.1.1,
 * the "ULP timeout").
 *
 * @param after the time, not negative; zero means for ever
 * @param action what happens then
 */
public record UserTimeout(Duration after, Action action) {

    /** What happens at the timeout. */
    public enum Action {
        /** The connection is reset, and pending calls fail with {@link CloseReason.UserTimeout}. */
        ABORT,
        /** A {@link StreamEvent.UserTimeout} is told, and the timer starts again. */
        REPORT
    }

    /** Five minutes, then abort: the default of RFC 9293 §3.9.1.1. */
    public static final UserTimeout DEFAULT = new UserTimeout(Duration.ofMinutes(5), Action.ABORT);

    /** No timeout. */
    public static final UserTimeout NONE = new UserTimeout(Duration.ZERO, Action.ABORT);

    /** Rejects a negative time. */
    public UserTimeout {
        Objects.requireNonNull(action);
        if (after.isNegative()) {
            throw new IllegalArgumentException("user timeout is negative: " + after);
        }
    }

    /** Abort after the given time; zero means never. */
    public static UserTimeout abortAfter(Duration after) {
        return new UserTimeout(after, Action.ABORT);
    }

    /** Report after the given time, and again after each such time. */
    public static UserTimeout reportAfter(Duration after) {
        return new UserTimeout(after, Action.REPORT);
    }

    /** Whether there is a timeout at all. */
    public boolean isNone() {
        return after.isZero();
    }
}
