package org.ouzel.core.tcp;

import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv6Address;

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
                high(tuple.localAddress()),
                low(tuple.localAddress()),
                high(tuple.remoteAddress()),
                low(tuple.remoteAddress()),
                (long) tuple.localPort() << 16 | tuple.remotePort());
    }

    private static long high(IpAddress address) {
        return switch (address) {
            case Ipv4Address v4 -> 0;
            case Ipv6Address v6 -> v6.high();
        };
    }

    private static long low(IpAddress address) {
        return switch (address) {
            case Ipv4Address v4 -> v4.bits();
            case Ipv6Address v6 -> v6.low();
        };
    }
}
