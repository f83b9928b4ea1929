package org.ouzel.bench.idle;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The processor time that this process takes, those who collect garbage and compile included; told in steps of ten milliseconds. */
final class Processor {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Processor() {}

    /** How much it has taken so far, in nanoseconds. */
    static long usedNs() {
        return SYSTEM.getProcessCpuTime();
    }

    /** The part of the time that it takes while this thread waits. */
    static double loadDuring(Duration wait) throws IOException {
        long began = System.nanoTime();
        long before = usedNs();
        try {
            Thread.sleep(wait);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", hurried);
        }
        return (double) (usedNs() - before) / (System.nanoTime() - began);
    }
}
