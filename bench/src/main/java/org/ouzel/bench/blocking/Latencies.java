package org.ouzel.bench.blocking;

import java.util.Arrays;

/** Times in nanoseconds, each as it was. For use by one thread. */
public final class Latencies {
    private final long[] times;
    private int count;

    /** Room for so many. */
    public Latencies(int most) {
        this.times = new long[most];
    }

    /** Whether there is no room for another. */
    public boolean isFull() {
        return count == times.length;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Adds one. */
    public void add(long nanos) {
        times[count++] = nanos;
    }

    /** The least of those times that such a part of all did not exceed. No more can then be added in their order. */
    public long quantile(double part) {
        if (count == 0 || part <= 0 || part > 1) {
            throw new IllegalArgumentException("the quantile " + part + " of " + count);
        }
        Arrays.sort(times, 0, count);
        return times[(int) Math.ceil(part * count) - 1];
    }
}
