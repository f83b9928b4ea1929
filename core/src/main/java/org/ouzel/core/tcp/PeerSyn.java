package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpSegment;

/**
 * A SYN of the peer's: a request, or the answer to ours.
 *
 * @param segment the segment
 * @param ecn the codepoint that its IP header had
 * @param at when it came
 */
record PeerSyn(TcpSegment segment, EcnCodepoint ecn, long at) {

    /** Whether it acknowledges ours. */
    boolean isAnswer() {
        return segment.has(TcpFlags.ACK);
    }

    /** What it offers. */
    Handshake options() {
        return (Handshake) segment.options();
    }
}
