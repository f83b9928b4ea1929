package org.ouzel.sim.net;

import java.util.SplittableRandom;

/** The instants of the outages that a seed brings. */
final class OutageSchedule {
    private final double meanBetweenNs;
    private final double meanLengthNs;
    private final SplittableRandom random;
    private Outage current;

    /**
     * One of them.
     *
     * @param beginNs when the wire is cut
     * @param endNs when it is mended
     */
    record Outage(long beginNs, long endNs) {}

    /** The first outage is that after an instant. */
    OutageSchedule(Outages outages, SplittableRandom random, long sinceNs) {
        this.meanBetweenNs = outages.meanBetween().toNanos();
        this.meanLengthNs = outages.meanLength().toNanos();
        this.random = random;
        this.current = next(sinceNs);
    }

    /** The first that ends later than an instant. Instants must not decrease. */
    Outage endingAfter(long nowNs) {
        while (current.endNs <= nowNs) {
            current = next(current.endNs);
        }
        return current;
    }

    private Outage next(long sinceNs) {
        long beginNs = sinceNs + exponential(meanBetweenNs);
        return new Outage(beginNs, beginNs + exponential(meanLengthNs));
    }

    /** At least 1 ns, so that every outage comes to an end. {@link StrictMath}, so that all machines agree. */
    private long exponential(double mean) {
        return 1 + (long) (-mean * StrictMath.log(1 - random.nextDouble()));
    }
}
