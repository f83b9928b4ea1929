package org.ouzel.core.tcp;

/**
 * What was on its way before an acknowledgment, or before a timer expired.
 *
 * @param una SND.UNA
 * @param flightBytes RFC 6675's pipe
 * @param flightSize SND.NXT - SND.UNA
 * @param notHeldBytes that, less what the peer was known to hold
 */
record InFlight(long una, long flightBytes, long flightSize, long notHeldBytes) {}
