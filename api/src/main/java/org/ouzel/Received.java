package org.ouzel;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What a receive returned.
 *
 * <p>Urgent data is all that is unread up to the urgent pointer (RFC 9293 §3.8.5), also what was sent before the send that was
 * urgent. It and the normal data behind it are never mixed in one result. The first result of an urgent region has {@code urgent}
 * set, the last has {@code mark} set; one that holds the whole region has both, one in its middle has neither, and
 * {@link TcpStream#isUrgentMode()} tells.
 *
 * @param outcome what completed the receive
 * @param data the bytes, from position to limit; empty unless the outcome is {@link Outcome#DATA}
 * @param urgent whether the data begins an urgent region
 * @param mark whether the data ends at the urgent pointer: its last byte is the last urgent byte
 */
public record Received(Outcome outcome, ByteBuffer data, boolean urgent, boolean mark) {

    /** What completed a receive. */
    public enum Outcome {
        /** There is data. */
        DATA,
        /** The time given to the receive passed and no data was there. Not an error. */
        TIMEOUT,
        /** The peer has closed and all its data has been received. */
        END
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Checks that nothing is missing. */
    public Received {
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(data);
    }

    /** A receive that timed out with nothing in hand. */
    public static Received timeout() {
        return new Received(Outcome.TIMEOUT, NOTHING, false, false);
    }

    /** The end of the stream. */
    public static Received end() {
        return new Received(Outcome.END, NOTHING, false, false);
    }

    /** Whether the peer has closed and all its data has been received. */
    public boolean isEnd() {
        return outcome == Outcome.END;
    }

    /** Whether the time passed with no data in hand. */
    public boolean isTimeout() {
        return outcome == Outcome.TIMEOUT;
    }
}
