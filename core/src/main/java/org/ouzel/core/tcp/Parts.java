package org.ouzel.core.tcp;

/**
 * What the parts of a connection share.
 *
 * @param session its name, its settings, and what it has to say
 * @param sender its sending half
 * @param receiver its receiving half
 * @param timestamps the clock of its timestamps
 * @param negotiated what both ends have agreed on
 * @param acks when it acknowledges
 */
record Parts(
        Session session,
        Sender sender,
        Receiver receiver,
        TimestampClock timestamps,
        Negotiated negotiated,
        AckTiming acks) {}
