package org.ouzel.bench.idle;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** How much of this process's heap is in use. */
final class Heap {
    /** What a collection lets go may hold what the next finds to be garbage. */
    private static final int COLLECTIONS = 3;

    private Heap() {}

    /** What is in use after collections, in bytes. */
    static long usedBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
