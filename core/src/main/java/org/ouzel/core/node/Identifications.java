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

    private static final int NUMBERS = 1 << Short.SIZE;

    private final SipHash key;
    private final int[] counters = new int[COUNTERS];

    /** How many of the numbers are this node's, and which is the first of them. */
    private final int share;

    private final int base;

    /**
     * Nothing is numbered yet.
     *
     * @param key the same for all nodes that have these addresses
     * @param territory of how many nodes this is which: each has numbers of its own
     */
    Identifications(SipHash key, Territory territory) {
        this.key = key;
        this.share = NUMBERS / territory.nodes();
        this.base = share * territory.index();
    }

    /** The first of so many in a row, for a packet that is cut into so many. */
    int next(IpAddress source, IpAddress destination, int count) {
        long hash = key.hash(source.high(), source.low(), destination.high(), destination.low());
        int counter = (int) hash & (COUNTERS - 1);
        int at = counters[counter] + count > share ? 0 : counters[counter];
        counters[counter] = at + count;
        return (int) (hash >>> Integer.SIZE) + base + at & 0xffff;
    }
}
