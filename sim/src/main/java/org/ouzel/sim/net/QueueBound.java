package org.ouzel.sim.net;

/**
 * How much a queue holds at most, the packet that is just being put on the wire not counted. Both bounds hold.
 *
 * @param packets so many packets
 * @param bytes so many bytes of packets
 */
public record QueueBound(int packets, long bytes) {
    /** Rejects bounds under which no packet could pass. */
    public QueueBound {
        if (packets < 1 || bytes < 1) {
            throw new IllegalArgumentException("a queue of " + packets + " packets, " + bytes + " bytes");
        }
    }

    /** A bound on packets alone. */
    public static QueueBound packets(int count) {
        return new QueueBound(count, Long.MAX_VALUE);
    }

    /** A bound on bytes alone. */
    public static QueueBound bytes(long count) {
        return new QueueBound(Integer.MAX_VALUE, count);
    }

    /** Whether a packet still fits behind others. */
    boolean admits(Backlog waiting, long packetBytes) {
        return waiting.packets() < packets && packetBytes <= bytes - waiting.bytes();
    }
}
