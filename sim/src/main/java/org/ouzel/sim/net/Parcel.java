package org.ouzel.sim.net;

import java.lang.foreign.MemorySegment;

/**
 * A packet that waits for its wire.
 *
 * @param number its place among all that came
 * @param packet its bytes
 * @param fate what will befall it behind the queue
 * @param enteredNs when it came
 */
record Parcel(long number, MemorySegment packet, Fate fate, long enteredNs) {
    long bytes() {
        return packet.byteSize();
    }
}
