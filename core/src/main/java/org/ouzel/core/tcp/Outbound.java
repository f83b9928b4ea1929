package org.ouzel.core.tcp;

/**
 * What those share that decide what is sent next.
 *
 * @param queue what the user has given
 * @param scoreboard what of it has been sent
 * @param recovery what of that is to be sent again
 * @param window what the peer has room for
 * @param ackWait how long what was sent has waited for its acknowledgment
 */
record Outbound(SendQueue queue, Scoreboard scoreboard, LossRecovery recovery, PeerWindow window, AckWait ackWait) {}
