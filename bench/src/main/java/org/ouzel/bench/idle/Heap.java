package org.ouzel.bench.idle;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/** How much of this process's heap is in use. */
final class Heap {
    /** What a collection lets go may hold what the next finds to be garbage. */
    private static final int COLLECTIONS = 3;

    private Heap() {}

    /**
     * What was in use after collections, in bytes. Not what is in use now: of that the buffers from which threads allocate are a part,
     * megabytes that come and go.
     */
    static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage afterwards = pool.getCollectionUsage();
            if (pool.getType() == MemoryType.HEAP && afterwards != null) {
                bytes += afterwards.getUsed();
            }
        }
        return bytes;
    }
}
