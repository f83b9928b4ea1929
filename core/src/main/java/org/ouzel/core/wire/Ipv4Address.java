package org.ouzel.core.wire;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 address.
 *
 * @param bits the address, its first byte the most significant
 */
public record Ipv4Address(int bits) implements IpAddress {
    /** The length in bytes. */
    public static final int LENGTH = 4;

    /** The unspecified address. */
    public static final Ipv4Address UNSPECIFIED = new Ipv4Address(0);

    private static final int LIMITED_BROADCAST = 0xffff_ffff;

    /** Reads an address. */
    public static Ipv4Address read(MemorySegment from, long offset) {
        return new Ipv4Address(NetworkOrder.i32(from, offset));
    }

    @Override
    public void write(MemorySegment to, long offset) {
        NetworkOrder.put32(to, offset, bits);
    }

    @Override
    public int length() {
        return LENGTH;
    }

    @Override
    public boolean isUnspecified() {
        return bits == 0;
    }

    @Override
    public boolean isMulticast() {
        return bits >>> 28 == 0xe;
    }

    @Override
    public boolean isLoopback() {
        return bits >>> 24 == 127;
    }

    /** Whether it is 255.255.255.255. */
    public boolean isLimitedBroadcast() {
        return bits == LIMITED_BROADCAST;
    }

    /** Whether it lies in the former class E, limited broadcast included (RFC 1122 §3.2.1.3). */
    boolean isReserved() {
        return bits >>> 28 == 0xf;
    }

    @Override
    public long high() {
        return 0;
    }

    @Override
    public long low() {
        return Integer.toUnsignedLong(bits);
    }

    @Override
    public int commonPrefixLength(IpAddress other) {
        return switch (other) {
            case Ipv4Address v4 -> Integer.numberOfLeadingZeros(bits ^ v4.bits);
            case Ipv6Address v6 -> 0;
        };
    }

    @Override
    public InetAddress toInetAddress() {
        byte[] bytes = new byte[LENGTH];
        write(MemorySegment.ofArray(bytes), 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    // Written out, here and for all that names are made of: every packet asks, and what the compiler makes of a record
    // is a chain of method handles, which is not always inlined.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ipv4Address that && bits == that.bits;
    }

    @Override
    public int hashCode() {
        return bits;
    }

    @Override
    public int compareTo(IpAddress other) {
        return switch (other) {
            case Ipv4Address v4 -> Integer.compareUnsigned(bits, v4.bits);
            case Ipv6Address v6 -> -1;
        };
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
