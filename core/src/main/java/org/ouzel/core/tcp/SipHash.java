package org.ouzel.core.tcp;

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
        long[] v = {
            key0 ^ 0x736f6d6570736575L,
            key1 ^ 0x646f72616e646f6dL,
            key0 ^ 0x6c7967656e657261L,
            key1 ^ 0x7465646279746573L
        };
        for (long word : words) {
            compress(v, word);
        }
        compress(v, ((long) words.length * Long.BYTES) << 56);
        v[2] ^= 0xff;
        for (int round = 0; round < 4; round++) {
            round(v);
        }
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void compress(long[] v, long word) {
        v[3] ^= word;
        round(v);
        round(v);
        v[0] ^= word;
    }

    private static void round(long[] v) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
        v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
        v[0] = Long.rotateLeft(v[0], 32);
        v[2] += v[1];
        v[0] += v[3];
        v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
        v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
        v[2] = Long.rotateLeft(v[2], 32);
    }
}
