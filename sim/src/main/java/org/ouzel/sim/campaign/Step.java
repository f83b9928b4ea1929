package org.ouzel.sim.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.ouzel.SendFlag;

/** What one side of a connection does next. */
sealed interface Step {
    /** Sends so many bytes, a chunk at a time. */
    record Send(int bytes, int chunk, Set<SendFlag> flags) implements Step {}

    /** Sends so many bytes and waits until the peer's TCP has acknowledged them. */
    record SendAcknowledged(int bytes) implements Step {}

    /** Waits until all that was sent is acknowledged. */
    record Flush() implements Step {}

    /** Receives so many more bytes, into a buffer of a size, with a pause behind each receive. */
    record Receive(long bytes, int buffer, Duration pause) implements Step {}

    /** Receives up to the end. */
    record ReceiveAll(int buffer, Duration pause) implements Step {}

    /** Sends no more. */
    record Close() implements Step {}

    /** Drops everything. */
    record Abort() implements Step {}

    /** Does nothing for a time. */
    record Pause(Duration time) implements Step {}

    /** Does other steps beside those that follow, as another thread of the program. */
    record Beside(List<Step> steps) implements Step {}
}
