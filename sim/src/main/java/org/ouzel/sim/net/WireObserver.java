package org.ouzel.sim.net;

import java.lang.foreign.MemorySegment;

/**
 * Sees what happens on a wire, as it happens; what it does not care for it need not implement. It must not put anything on a wire itself. Packets are lent for the call, to read
 * only, and are numbered in the order in which they came to the wire; both arrivals of a duplicated one carry its number.
 */
public interface WireObserver {
    /** A packet comes to the wire. */
    default void entered(long nowNs, long number, MemorySegment packet) {}

    /** A packet comes out at the far end, with all that has befallen it. */
    default void left(long nowNs, long number, MemorySegment packet) {}

    /** A packet is gone. */
    default void dropped(long nowNs, long number, MemorySegment packet, WireDrop why) {}
}
