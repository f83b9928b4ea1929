package org.ouzel.core.tcp;

/**
 * Initial sequence numbers by RFC 6528, and timestamp offsets by RFC 7323 §5.4: keyed, so that nobody off the path can guess
 * them.
 *
 * @param isnKey the secret for sequence numbers
 * @param timestampKey the secret for timestamps
 */
public record KeyedNumbers(SipHash isnKey, SipHash timestampKey) implements InitialNumbers {
    /** RFC 9293 §3.4.1: the clock of initial sequence numbers ticks about every 4 microseconds. */
    private static final long TICK_NS = 4_000;

    /** RFC 6528 §3: ISN = M + F(localip, localport, remoteip, remoteport, secretkey). */
    @Override
    public int sequence(FourTuple tuple, long now) {
        return (int) (now / TICK_NS + hash(isnKey, tuple));
    }

    @Override
    public int timestampOffset(FourTuple tuple) {
        return (int) hash(timestampKey, tuple);
    }

    private static long hash(SipHash key, FourTuple tuple) {
        return key.hash(
                tuple.localAddress(),
                tuple.remoteAddress(),
                (long) tuple.localPort() << Short.SIZE | tuple.remotePort());
    }
}
