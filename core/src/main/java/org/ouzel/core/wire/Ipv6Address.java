package org.ouzel.core.wire;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * An IPv6 address.
 *
 * @param high its first eight bytes
 * @param low its last eight bytes
 */
public record Ipv6Address(long high, long low) implements IpAddress {
    /** The length in bytes. */
    public static final int LENGTH = 16;

    /** The unspecified address, {@code ::}. */
    public static final Ipv6Address UNSPECIFIED = new Ipv6Address(0, 0);

    private static final int GROUPS = 8;

    /** Reads an address. */
    public static Ipv6Address read(MemorySegment from, long offset) {
        return new Ipv6Address(NetworkOrder.i64(from, offset), NetworkOrder.i64(from, offset + Long.BYTES));
    }

    @Override
    public void write(MemorySegment to, long offset) {
        NetworkOrder.put64(to, offset, high);
        NetworkOrder.put64(to, offset + Long.BYTES, low);
    }

    @Override
    public int length() {
        return LENGTH;
    }

    @Override
    public boolean isUnspecified() {
        return high == 0 && low == 0;
    }

    @Override
    public boolean isMulticast() {
        return high >>> 56 == 0xff;
    }

    @Override
    public boolean isLoopback() {
        return high == 0 && low == 1;
    }

    /** Whether it is a program's way to write an IPv4 address (RFC 4291 §2.5.5.2). */
    boolean isIpv4Mapped() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    @Override
    public int commonPrefixLength(IpAddress other) {
        return switch (other) {
            case Ipv4Address v4 -> 0;
            case Ipv6Address v6 ->
                high == v6.high
                        ? Long.SIZE + Long.numberOfLeadingZeros(low ^ v6.low)
                        : Long.numberOfLeadingZeros(high ^ v6.high);
        };
    }

    @Override
    public InetAddress toInetAddress() {
        byte[] bytes = new byte[LENGTH];
        write(MemorySegment.ofArray(bytes), 0);
        try {
            return Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ipv6Address that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * high + low);
    }

    @Override
    public int compareTo(IpAddress other) {
        return switch (other) {
            case Ipv4Address v4 -> 1;
            case Ipv6Address v6 -> {
                int order = Long.compareUnsigned(high, v6.high);
                yield order != 0 ? order : Long.compareUnsigned(low, v6.low);
            }
        };
    }

    private int group(int index) {
        long half = index < GROUPS / 2 ? high : low;
        return (int) (half >>> (48 - 16 * (index % (GROUPS / 2)))) & 0xffff;
    }

    /** The text form that RFC 5952 recommends: lower case, the longest run of zero groups shortened. */
    @Override
    public String toString() {
        int runStart = -1;
        int runLength = 1;
        for (int start = 0; start < GROUPS; start++) {
            int end = start;
            while (end < GROUPS && group(end) == 0) {
                end++;
            }
            if (end - start > runLength) {
                runStart = start;
                runLength = end - start;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < GROUPS; index++) {
            if (index == runStart) {
                text.append("::");
                index += runLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(index)));
        }
        return text.toString();
    }
}
