package org.ouzel.sim;

import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.InitialNumbers;
import org.ouzel.core.tcp.SipHash;

/**
 * Initial sequence numbers shortly before 2^32, so that connections cross it. Timestamps begin there too: they cross 2^32 within
 * {@value #MILLISECONDS_TO_WRAP} ms (RFC 7323 §5.4 has them tick once a millisecond here).
 *
 * @param key what the numbers are drawn from
 * @param bytesToWrap how far before it they are at most
 */
record NumbersNearTheWrap(SipHash key, int bytesToWrap) implements InitialNumbers {
    private static final int MILLISECONDS_TO_WRAP = 2000;

    @Override
    public int sequence(FourTuple tuple, long now) {
        return -1 - (int) Long.remainderUnsigned(hash(tuple, now), bytesToWrap);
    }

    @Override
    public int timestampOffset(FourTuple tuple) {
        return -1 - (int) Long.remainderUnsigned(hash(tuple, 0), MILLISECONDS_TO_WRAP);
    }

    private long hash(FourTuple tuple, long now) {
        return key.hash(
                tuple.localAddress().low(),
                tuple.remoteAddress().low(),
                (long) tuple.localPort() << 16 | tuple.remotePort(),
                now);
    }
}
