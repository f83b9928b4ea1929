package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/** Where segments go. Their payload is lent for the call. */
@FunctionalInterface
public interface SegmentOutput {
    /** Sends one segment of a connection, with the codepoint that its IP header is to have. */
    void segment(FourTuple tuple, TcpSettings settings, TcpSegment segment, EcnCodepoint ecn);
}
