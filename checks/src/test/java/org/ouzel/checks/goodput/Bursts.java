package org.ouzel.checks.goodput;

import java.lang.foreign.MemorySegment;
import org.ouzel.sim.net.WireObserver;

/**
 * How many packets with data leave a machine back to back: each before those ahead of it would have left a card of a gigabit per
 * second.
 */
final class Bursts implements WireObserver {
    /** Bytes times this are the nanoseconds that a gigabit per second takes. */
    private static final long NS_PER_BYTE = 8;

    private static final int LARGEST_WITHOUT_DATA = 120;

    private long busyUntilNs = -1;
    private int burst;
    private int largest;

    @Override
    public void entered(long nowNs, long number, MemorySegment packet) {
        if (packet.byteSize() <= LARGEST_WITHOUT_DATA) {
            return;
        }
        burst = nowNs <= busyUntilNs ? burst + 1 : 1;
        busyUntilNs = Math.max(busyUntilNs, nowNs) + packet.byteSize() * NS_PER_BYTE;
        largest = Math.max(largest, burst);
    }

    /** Forgets what was. */
    void begin() {
        busyUntilNs = -1;
        largest = 0;
    }

    /** The largest since {@link #begin}. */
    int largest() {
        return largest;
    }
}
