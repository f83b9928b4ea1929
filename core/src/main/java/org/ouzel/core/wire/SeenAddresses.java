package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that were read lately: one that is read again is the same object. Where two have one place the later takes it, so that
 * peers who choose their addresses gain nothing but that objects are made.
 */
final class SeenAddresses {
    private static final int PLACE_BITS = 8;
    private static final int PLACES = 1 << PLACE_BITS;

    /** Spreads what differs anywhere over the first bits: 2^64 by the golden ratio. */
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final @Nullable Ipv4Address[] v4 = new Ipv4Address[PLACES];
    private final @Nullable Ipv6Address[] v6 = new Ipv6Address[PLACES];

    /** That of version 4 with such bits. */
    Ipv4Address v4(int bits) {
        int place = place(bits);
        Ipv4Address address = v4[place];
        if (address == null || address.bits() != bits) {
            address = new Ipv4Address(bits);
            v4[place] = address;
        }
        return address;
    }

    /** Reads one of version 6. */
    Ipv6Address v6(MemorySegment from, long offset) {
        long high = NetworkOrder.i64(from, offset);
        long low = NetworkOrder.i64(from, offset + Long.BYTES);
        int place = place(high * SPREAD + low);
        Ipv6Address address = v6[place];
        if (address == null || address.high() != high || address.low() != low) {
            address = new Ipv6Address(high, low);
            v6[place] = address;
        }
        return address;
    }

    private static int place(long bits) {
        return (int) ((bits * SPREAD) >>> (Long.SIZE - PLACE_BITS));
    }
}
