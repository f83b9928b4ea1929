package org.ouzel.core.tcp;

import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/**
 * A request to open a connection.
 *
 * @param syn the segment
 * @param ecn the codepoint that its IP header had
 * @param fastOpen what is said to its data
 */
public record Request(TcpSegment syn, EcnCodepoint ecn, FastOpenAnswer fastOpen) {}
