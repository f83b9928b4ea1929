package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The internet checksum (RFC 1071): the 16-bit one's complement of the one's complement sum. Partial sums are 16 bits wide,
 * not complemented, and can be added up.
 */
public final class InternetChecksum {
    /** Sums are made in the machine's order, and turned at the end: RFC 1071 §2 (B), byte order independence. */
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final boolean IS_LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final long LOW_32 = 0xffff_ffffL;

    private InternetChecksum() {}

    /** The partial sum over all bytes of a segment. */
    public static long sum(MemorySegment bytes) {
        return sum(bytes, 0, bytes.byteSize());
    }

    /** The partial sum over some bytes of a segment. */
    static long sum(MemorySegment bytes, long from, long length) {
        int words = Math.toIntExact(length / Long.BYTES);
        long sum = 0;
        // A plain loop, of which the compiler makes vectors; 2^31 pairs of halves do not overflow what is unsigned.
        for (int word = 0; word < words; word++) {
            sum += halves(bytes.get(LONG, from + (long) word * Long.BYTES));
        }
        long end = from + length;
        long at = from + (long) words * Long.BYTES;
        if (at <= end - Integer.BYTES) {
            sum += bytes.get(INT, at) & LOW_32;
            at += Integer.BYTES;
        }
        if (at <= end - Short.BYTES) {
            sum += Short.toUnsignedLong(bytes.get(SHORT, at));
            at += Short.BYTES;
        }
        if (at < end) {
            int last = NetworkOrder.u8(bytes, at);
            sum += IS_LITTLE_ENDIAN ? last : last << Byte.SIZE;
        }
        long folded = fold16(sum);
        return IS_LITTLE_ENDIAN ? swapped(folded) : folded;
    }

    /** The sum of a word's halves, not folded. */
    static long halves(long word) {
        return (word >>> 32) + (word & LOW_32);
    }

    private static long swapped(long sum) {
        return (sum << 8 & 0xff00) | sum >>> 8;
    }

    /** Adds a partial sum to another; one that begins at an odd offset is added with its bytes swapped (RFC 1071 §2). */
    public static long add(long sum, long other, boolean atOddOffset) {
        long part = atOddOffset ? swapped(other) : other;
        return fold16(sum + part);
    }

    /** The partial sum of the pseudo-header (RFC 9293 §3.1, RFC 8200 §8.1). */
    public static long pseudoHeader(IpAddress source, IpAddress destination, int protocol, int length) {
        return fold16(sum(source) + sum(destination) + protocol + length);
    }

    /** What goes into a header: the complement of the sum. */
    public static int finish(long sum) {
        return (int) ~fold16(sum) & 0xffff;
    }

    private static long sum(IpAddress address) {
        return switch (address) {
            case Ipv4Address v4 -> v4.bits() & LOW_32;
            case Ipv6Address v6 -> (v6.high() >>> 32) + (v6.high() & LOW_32) + (v6.low() >>> 32) + (v6.low() & LOW_32);
        };
    }

    private static long fold32(long sum) {
        return (sum >>> 32) + (sum & LOW_32);
    }

    private static long fold16(long sum) {
        long folded = fold32(fold32(sum));
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (folded >>> 16) + (folded & 0xffff);
    }
}
