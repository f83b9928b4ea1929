package org.ouzel.core.node;

import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.wire.IpAddress;

/**
 * Identifications for IPv4 packets that may be fragmented. RFC 6864 §4.3: they "MUST NOT repeat IPv4 ID values within one MDL
 * for a given source address/destination address/protocol tuple". Each pair of addresses counts from a number of its own, which
 * nobody outside can guess: a counter for all would tell each peer of the others.
 */
final class Identifications {
    /** Pairs that share a counter only skip numbers. */
    private static final int COUNTERS = 1024;

    private final SipHash key;
    private final int[] counters = new int[COUNTERS];

    Identifications(SipHash key) {
        this.key = key;
    }

    /** The first of so many in a row, for a packet that is cut into so many. */
    int next(IpAddress source, IpAddress destination, int count) {
        long hash = key.hash(source.high(), source.low(), destination.high(), destination.low());
        int counter = (int) hash & (COUNTERS - 1);
        int first = (int) (hash >>> Integer.SIZE) + counters[counter] & 0xffff;
        counters[counter] += count;
        return first;
    }
}
