package org.ouzel.core.tcp;

import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of whole 64-bit words: a keyed hash whose values nobody without the key can
 * guess.
 *
 * @param key0 the key's first half
 * @param key1 the key's second half
 */
public record SipHash(long key0, long key1) {

    /** The key for one purpose out of several: it tells nothing of the others. */
    public SipHash derive(long purpose) {
        return new SipHash(hash(purpose, 0), hash(purpose, 1));
    }

    /** The hash of the words, as of the bytes that they are in little-endian order. */
    public long hash(long... words) {
        State state = new State(key0, key1);
        for (long word : words) {
            state.compress(word);
        }
        state.compress(((long) words.length * Long.BYTES) << 56);
        return state.result();
    }

    /**
     * The hash of two addresses, and of what else counts: of what a connection is named by, or where it goes to. It is that of the words of
     * which two addresses of version 4 are one together, and any others two each.
     */
    public long hash(IpAddress local, IpAddress remote, long rest) {
        boolean areShort = local instanceof Ipv4Address && remote instanceof Ipv4Address;
        State state = new State(key0, key1);
        if (areShort) {
            state.compress(local.low() << Integer.SIZE | remote.low());
        } else {
            state.compress(local.high());
            state.compress(local.low());
            state.compress(remote.high());
            state.compress(remote.low());
        }
        state.compress(rest);
        long words = areShort ? 2 : 5;
        state.compress((words * Long.BYTES) << 56);
        return state.result();
    }

    /** Four words: fields, which the compiler keeps in registers, as it does not with an array. */
    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        private State(long key0, long key1) {
            v0 = key0 ^ 0x736f6d6570736575L;
            v1 = key1 ^ 0x646f72616e646f6dL;
            v2 = key0 ^ 0x6c7967656e657261L;
            v3 = key1 ^ 0x7465646279746573L;
        }

        private void compress(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        private long result() {
            v2 ^= 0xff;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
