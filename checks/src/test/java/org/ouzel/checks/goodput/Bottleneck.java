package org.ouzel.checks.goodput;

import java.time.Duration;
import org.ouzel.StreamOptions;
import org.ouzel.sim.Simulation;
import org.ouzel.sim.net.Faults;
import org.ouzel.sim.net.QueueBound;
import org.ouzel.sim.net.QueueDiscipline;
import org.ouzel.sim.net.WireSettings;

/**
 * A path that is narrow in one place: at the card of the machine that sends, behind which a drop-tail queue stands. What befalls
 * packets does so behind the narrow place. Acknowledgments come back unharmed.
 *
 * @param bitsPerS its rate, headers included
 * @param roundTrip the round trip of an empty path, but for the time that it takes to put a packet on the wire
 * @param queueBytes how much waits before the narrow place at most
 * @param faults what befalls packets behind it
 */
record Bottleneck(long bitsPerS, Duration roundTrip, long queueBytes, Faults faults) {
    static final int MTU = 1500;

    /** Acknowledgments come so much later at times: with none, flows of one path fall into step (Floyd and Jacobson 1992). */
    private static final Duration JITTER = Duration.ofNanos(100_000);

    /** So many times what the path holds, its queue included, is room in the buffers: they never hold a flow back. */
    private static final int ROOM = 8;

    private static final int LEAST_ROOM_BYTES = 1 << 20;

    /** A path without faults. */
    static Bottleneck of(long bitsPerS, Duration roundTrip) {
        return new Bottleneck(bitsPerS, roundTrip, 0, Faults.NONE).withQueue(1, 1);
    }

    /** The same with a queue of so many bandwidth-delay products, but at least so many packets. */
    Bottleneck withQueue(double products, int leastPackets) {
        long bytes = Math.max((long) leastPackets * MTU, Math.round(products * productBytes()));
        return new Bottleneck(bitsPerS, roundTrip, bytes, faults);
    }

    /** The same with other faults. */
    Bottleneck withFaults(Faults others) {
        return new Bottleneck(bitsPerS, roundTrip, queueBytes, others);
    }

    /** The bandwidth-delay product. */
    private long productBytes() {
        return bitsPerS
                / Byte.SIZE
                * roundTrip.toNanos()
                / Duration.ofSeconds(1).toNanos();
    }

    /** Two machines with this path from the left one to the right one. */
    Simulation.Pair connect(Simulation simulation) {
        WireSettings there = WireSettings.IDEAL.withMtu(MTU).withDelay(roundTrip.dividedBy(2));
        WireSettings back = there.withJitter(JITTER);
        Simulation.Pair hosts = simulation.pair(there);
        QueueDiscipline queue = new QueueDiscipline.DropTail(QueueBound.bytes(queueBytes));
        hosts.cable().change(there.withRate(bitsPerS).withQueue(queue).withFaults(faults), back);
        return hosts;
    }

    /** What a flow needs not to be held back by its buffers. */
    StreamOptions options() {
        long room = Math.max(LEAST_ROOM_BYTES, ROOM * (productBytes() + queueBytes));
        int bytes = Math.toIntExact(Math.min(room, StreamOptions.MAX_BUFFER_BYTES));
        return StreamOptions.DEFAULT.withBuffers(bytes, bytes);
    }

    /** Which share of the rate so many bytes in so long a time are. */
    double share(long bytes, Duration time) {
        return (double) bytes * Byte.SIZE / bitsPerS * Duration.ofSeconds(1).toNanos() / time.toNanos();
    }
}
