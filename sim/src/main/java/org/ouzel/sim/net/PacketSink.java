package org.ouzel.sim.net;

import java.lang.foreign.MemorySegment;

/** Something that packets can be handed to: a host, or what stands before it. */
@FunctionalInterface
public interface PacketSink {
    /**
     * A whole IP packet arrives now.
     *
     * @param packet its bytes; the sink's from now on, to keep and to change
     */
    void packet(MemorySegment packet);
}
