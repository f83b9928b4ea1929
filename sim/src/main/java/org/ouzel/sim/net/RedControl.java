package org.ouzel.sim.net;

import java.util.SplittableRandom;

/** The detailed algorithm of Floyd and Jacobson, "Random Early Detection Gateways for Congestion Avoidance" (1993), gentle. */
final class RedControl implements QueueControl {
    /** What a small packet is, of which the paper's idle queue would have sent so many. */
    private static final double TYPICAL_BITS = 500.0 * Byte.SIZE;

    private static final double NS_PER_S = 1e9;

    private final QueueDiscipline.Red settings;
    private final SplittableRandom random;

    private double typicalNs;
    private double average;
    private boolean idle = true;
    private long idleSinceNs;

    /** How many packets have passed since one was picked; -1 while the average is below both thresholds. */
    private long passed = -1;

    /**
     * Begins with an average of 0.
     *
     * @param bitsPerS how fast the queue empties
     */
    RedControl(QueueDiscipline.Red settings, long bitsPerS, SplittableRandom random) {
        this.settings = settings;
        this.typicalNs = typicalNs(bitsPerS);
        this.random = random;
    }

    private static double typicalNs(long bitsPerS) {
        return TYPICAL_BITS * NS_PER_S / Math.max(bitsPerS, 1);
    }

    @Override
    public void onRate(long bitsPerS) {
        typicalNs = typicalNs(bitsPerS);
    }

    @Override
    public Verdict onArrival(Backlog waiting, boolean capable, long nowNs) {
        update(waiting.packets(), nowNs);
        if (average < settings.least()) {
            passed = -1;
            return Verdict.PASS;
        }
        if (average >= 2 * settings.most()) {
            // RFC 3168 §7 has packets dropped, not marked, where the average exceeds the upper threshold; gentle is
            // twice it.
            passed = 0;
            return Verdict.SHED;
        }
        passed++;
        if (!picked()) {
            return Verdict.PASS;
        }
        passed = 0;
        return settings.ecn() && capable ? Verdict.MARK : Verdict.SHED;
    }

    /** While the queue is empty the average falls as if small packets had come and found it so. */
    private void update(int packets, long nowNs) {
        double weight = settings.weight();
        if (packets > 0 || !idle) {
            average += weight * (packets - average);
        } else {
            average *= StrictMath.pow(1 - weight, (double) (nowNs - idleSinceNs) / typicalNs);
        }
        idle = false;
    }

    /** Packets are picked at distances that are distributed evenly: p_a = p_b / (1 - count * p_b). */
    private boolean picked() {
        double each = probability();
        double rest = 1 - passed * each;
        return rest <= 0 || random.nextDouble() * rest < each;
    }

    private double probability() {
        double least = settings.least();
        double most = settings.most();
        double atMost = settings.probability();
        return average < most
                ? atMost * (average - least) / (most - least)
                : atMost + (1 - atMost) * (average - most) / most;
    }

    @Override
    public Verdict onDeparture(Parcel packet, Backlog waiting, boolean capable, long nowNs) {
        if (waiting.packets() == 0) {
            idle = true;
            idleSinceNs = nowNs;
        }
        return Verdict.PASS;
    }
}
