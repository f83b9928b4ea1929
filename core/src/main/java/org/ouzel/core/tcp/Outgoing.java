package org.ouzel.core.tcp;

import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;

/**
 * What the sender wants sent: the part of a segment that it knows of.
 *
 * @param position where it begins
 * @param flags SYN, FIN, PSH and URG as they apply
 * @param urgentPointer the offset to the end of urgent data, with URG
 * @param payload the data
 */
record Outgoing(long position, TcpFlags flags, int urgentPointer, Payload payload) {}
