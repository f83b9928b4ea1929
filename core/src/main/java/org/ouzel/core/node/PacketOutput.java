package org.ouzel.core.node;

import java.lang.foreign.MemorySegment;
import org.ouzel.core.wire.Payload;

/** Where a node's packets go. All memory is lent for the call. */
@FunctionalInterface
public interface PacketOutput {
    /**
     * Sends one packet.
     *
     * @param interfaceIndex the interface, by its place among the node's
     * @param headers the IP header and what follows it, up to the payload
     * @param payload the rest
     * @param unfinished what the interface's link is to do with it
     */
    void packet(int interfaceIndex, MemorySegment headers, Payload payload, Unfinished unfinished);
}
