package org.ouzel.core.node;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv6Address;

/**
 * All that has a name, by it: a table with open addressing, in which nothing is made to look one up. Where a name
 * stands nobody can guess who has not the key, so that no peer can have many stand in one place: the hash is multilinear (Carter and
 * Wegman, 1979), a sum of the name's words, each times a secret number.
 */
final class Names {
    private static final int LEAST_SLOTS = 16;
    private static final long LOW_32 = 0xffff_ffffL;

    /** The ports are one word, and each of two addresses is four, of which one of version 4 has the first. */
    private static final int WORDS = 9;

    private static final int WORDS_OF_ADDRESS = 4;

    private final long[] secret = new long[WORDS + 1];

    /** Their number is a power of two, and at least twice that of the names. */
    private @Nullable Named[] slots = new Named[LEAST_SLOTS];

    private int[] hashes = new int[LEAST_SLOTS];
    private int size;

    Names(SipHash key) {
        Arrays.setAll(secret, key::hash);
    }

    int size() {
        return size;
    }

    Stream<Named> all() {
        return Arrays.stream(slots).filter(Objects::nonNull).map(Objects::requireNonNull);
    }

    /** The one that has the connection with this name; null if there is none. */
    @Nullable
    Named get(IpAddress local, int localPort, IpAddress remote, int remotePort) {
        int mask = slots.length - 1;
        int at = hash(local, localPort, remote, remotePort) & mask;
        Named named = slots[at];
        while (named != null && !isNamed(named, local, localPort, remote, remotePort)) {
            at = at + 1 & mask;
            named = slots[at];
        }
        return named;
    }

    private static boolean isNamed(Named named, IpAddress local, int localPort, IpAddress remote, int remotePort) {
        FourTuple name = named.name();
        return name != null
                && name.remotePort() == remotePort
                && name.localPort() == localPort
                && name.remoteAddress().equals(remote)
                && name.localAddress().equals(local);
    }

    /** Something has got a name. Returns that in whose place it stands now, which had the same; null if nothing had. */
    @Nullable
    Named put(FourTuple name, Named named) {
        if (2 * size >= slots.length) {
            widen();
        }
        int hash = hash(name);
        int at = find(name, hash);
        Named before = slots[at];
        size += before == null ? 1 : 0;
        slots[at] = named;
        hashes[at] = hash;
        return before;
    }

    /** Nobody has this name any more. */
    void remove(FourTuple name) {
        int mask = slots.length - 1;
        int gap = find(name, hash(name));
        if (slots[gap] == null) {
            return;
        }
        size--;
        slots[gap] = null;
        // What stands behind a gap would not be found any more if the gap lies between it and its place.
        for (int at = gap + 1 & mask; slots[at] != null; at = at + 1 & mask) {
            if ((at - hashes[at] & mask) >= (at - gap & mask)) {
                slots[gap] = slots[at];
                hashes[gap] = hashes[at];
                slots[at] = null;
                gap = at;
            }
        }
    }

    /** The slot of a name, or the free one where it would stand. */
    private int find(FourTuple name, int hash) {
        int mask = slots.length - 1;
        int at = hash & mask;
        for (Named named = slots[at]; named != null && !name.equals(named.name()); named = slots[at]) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void widen() {
        @Nullable Named[] narrow = slots;
        int[] before = hashes;
        slots = new Named[2 * narrow.length];
        hashes = new int[2 * narrow.length];
        int mask = slots.length - 1;
        for (int from = 0; from < narrow.length; from++) {
            if (narrow[from] != null) {
                int at = before[from] & mask;
                while (slots[at] != null) {
                    at = at + 1 & mask;
                }
                slots[at] = narrow[from];
                hashes[at] = before[from];
            }
        }
    }

    private int hash(FourTuple name) {
        return hash(name.localAddress(), name.localPort(), name.remoteAddress(), name.remotePort());
    }

    private int hash(IpAddress local, int localPort, IpAddress remote, int remotePort) {
        long sum = secret[WORDS] + secret[0] * ((long) localPort << Short.SIZE | remotePort);
        return (int) ((sum + sum(local, 1) + sum(remote, 1 + WORDS_OF_ADDRESS)) >>> Integer.SIZE);
    }

    private long sum(IpAddress address, int from) {
        return switch (address) {
            case Ipv4Address v4 -> secret[from] * (v4.bits() & LOW_32);
            case Ipv6Address v6 ->
                secret[from] * (v6.low() & LOW_32)
                        + secret[from + 1] * (v6.low() >>> Integer.SIZE)
                        + secret[from + 2] * (v6.high() & LOW_32)
                        + secret[from + 3] * (v6.high() >>> Integer.SIZE);
        };
    }
}
