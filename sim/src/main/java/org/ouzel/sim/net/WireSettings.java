package org.ouzel.sim.net;

import java.time.Duration;

/**
 * What one direction of a link is like.
 *
 * @param bitsPerS how fast packets are put on the wire; 0 puts each on it at once, so that no queue ever forms
 * @param delay how long every packet is under way behind that
 * @param jitter how much longer it may take; packets keep their order all the same
 * @param mtu the largest packet that passes, in bytes
 * @param queue where packets wait for the wire
 * @param faults what the wire does to packets
 */
public record WireSettings(
        long bitsPerS, Duration delay, Duration jitter, int mtu, QueueDiscipline queue, Faults faults) {
    /** The largest packet that IP without jumbograms knows: an IPv6 header and 65,535 bytes. */
    public static final int LARGEST_MTU = 40 + 0xffff;

    /** The highest rate that can be told. */
    public static final long FASTEST_BITS_PER_S = 1_000_000_000_000_000L;

    /** A wire without limits and faults, on which a packet takes no time; its queue, if it gets a rate, holds 1000 packets. */
    public static final WireSettings IDEAL = new WireSettings(
            0,
            Duration.ZERO,
            Duration.ZERO,
            LARGEST_MTU,
            new QueueDiscipline.DropTail(QueueBound.packets(1000)),
            Faults.NONE);

    /** Rejects what no wire can be. */
    public WireSettings {
        if (bitsPerS < 0 || bitsPerS > FASTEST_BITS_PER_S) {
            throw new IllegalArgumentException("rate out of range: " + bitsPerS);
        }
        Legal.duration("delay", delay);
        Legal.duration("jitter", jitter);
        if (mtu < 1 || mtu > LARGEST_MTU) {
            throw new IllegalArgumentException("MTU out of range: " + mtu);
        }
    }

    /** The same with another rate. */
    public WireSettings withRate(long rateBitsPerS) {
        return new WireSettings(rateBitsPerS, delay, jitter, mtu, queue, faults);
    }

    /** The same with another delay. */
    public WireSettings withDelay(Duration duration) {
        return new WireSettings(bitsPerS, duration, jitter, mtu, queue, faults);
    }

    /** The same with another jitter. */
    public WireSettings withJitter(Duration duration) {
        return new WireSettings(bitsPerS, delay, duration, mtu, queue, faults);
    }

    /** The same with another MTU. */
    public WireSettings withMtu(int bytes) {
        return new WireSettings(bitsPerS, delay, jitter, bytes, queue, faults);
    }

    /** The same with another queue. */
    public WireSettings withQueue(QueueDiscipline discipline) {
        return new WireSettings(bitsPerS, delay, jitter, mtu, discipline, faults);
    }

    /** The same with other faults. */
    public WireSettings withFaults(Faults other) {
        return new WireSettings(bitsPerS, delay, jitter, mtu, queue, other);
    }
}
