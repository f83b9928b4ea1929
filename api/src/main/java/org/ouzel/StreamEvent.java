package org.ouzel;

import java.io.IOException;
import java.util.Optional;

/**
 * What the network did to a stream, told to its {@link StreamListener}. Events of one stream arrive in order and none is
 * lost or overwritten.
 */
public sealed interface StreamEvent {

    /**
     * A passive open has completed.
     *
     * @param failure what made it fail, empty when a connection is established
     */
    record PassiveOpenDone(Optional<IOException> failure) implements StreamEvent {}

    /** Data has come while no receive was outstanding. Told once, then not again until a receive has completed. */
    record DataArrival() implements StreamEvent {}

    /** Urgent data has become known while no receive was outstanding. Told once for each urgent region. */
    record Urgent() implements StreamEvent {}

    /**
     * The peer's FIN has arrived and all its data has been delivered. Sending stays possible. Not told when the connection has
     * ended before all was delivered: nothing comes behind {@link Terminated}.
     */
    record Closing() implements StreamEvent {}

    /** The user timeout has passed with {@link org.ouzel.UserTimeout.Action#REPORT}. The timer has started again. */
    record UserTimeout() implements StreamEvent {}

    /**
     * An ICMP error quoting this connection has arrived. Soft errors never end an established connection (RFC 9293
     * MUST-56).
     *
     * @param error the error
     */
    record IcmpReceived(IcmpError error) implements StreamEvent {}

    /**
     * The connection has ended. Told exactly once for each connection, last.
     *
     * @param reason why
     */
    record Terminated(CloseReason reason) implements StreamEvent {}
}
