/**
 * What stands in packets: addresses, headers, options and messages, as immutable records that parse and write themselves.
 *
 * <p>Read {@link org.ouzel.core.wire.TcpSegment} and {@link org.ouzel.core.wire.Payload} first. Whatever has been parsed is
 * well formed; what cannot be is a {@link org.ouzel.core.wire.MalformedPacket} with its reason. Nothing here decides what
 * is done about a packet, or keeps the memory it was given.
 */
@NullMarked
package org.ouzel.core.wire;

import org.jspecify.annotations.NullMarked;
