package org.ouzel.bench.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import org.ouzel.bench.blocking.Latencies;

/** Measures how long something takes, and what all threads of this process allocate meanwhile. */
final class Meter {
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double BYTES_PER_GIGABYTE = 1e9;
    private static final double HALF = 0.5;
    private static final double MOST = 0.99;

    private final long limitNs;
    private final long bytes;
    private final long began;

    private Meter(long limitNs) {
        this.limitNs = limitNs;
        this.bytes = THREADS.getTotalThreadAllocatedBytes();
        this.began = System.nanoTime();
    }

    /**
     * Begins.
     *
     * @param limitNs how long to measure
     */
    static Meter start(long limitNs) {
        return new Meter(limitNs);
    }

    /** When it began. */
    long began() {
        return began;
    }

    /** Whether at that time it has been measured long enough. */
    boolean isOver(long now) {
        return now - began >= limitNs;
    }

    /** Ends: what these round trips were. */
    Map<Measure, Double> stop(Latencies latencies) {
        Map<Measure, Double> values = allocation(latencies.count());
        values.put(Measure.P50, latencies.quantile(HALF) / NANOS_PER_MICRO);
        values.put(Measure.P99, latencies.quantile(MOST) / NANOS_PER_MICRO);
        return values;
    }

    /** Ends: how fast so many bytes were. */
    Map<Measure, Double> stopBytes(long count) {
        long nanos = System.nanoTime() - began;
        Map<Measure, Double> values = allocation((double) count / Streaming.CALL_BYTES);
        values.put(Measure.THROUGHPUT, count / BYTES_PER_GIGABYTE / (nanos / NANOS_PER_SECOND));
        return values;
    }

    /** Ends: how many connections that were a second. */
    Map<Measure, Double> stopConnections(int count) {
        long nanos = System.nanoTime() - began;
        Map<Measure, Double> values = allocation(count);
        values.put(Measure.RATE, count / (nanos / NANOS_PER_SECOND));
        return values;
    }

    private Map<Measure, Double> allocation(double operations) {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        values.put(Measure.ALLOCATION, (THREADS.getTotalThreadAllocatedBytes() - bytes) / operations);
        return values;
    }
}
