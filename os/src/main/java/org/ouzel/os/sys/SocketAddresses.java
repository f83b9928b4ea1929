package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Addresses as the kernel has them: {@code struct sockaddr_in} and {@code struct sockaddr_in6}.
 *
 * <pre>
 *  0        2      4           8                24        28
 * +--------+------+-----------+
 * | family | port | address   |
 * +--------+------+-----------+------------------+---------+
 * | family | port | flow      | address          | scope   |
 * +--------+------+-----------+------------------+---------+
 * </pre>
 */
public final class SocketAddresses {
    private static final ValueLayout.OfShort PORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private SocketAddresses() {}

    /** The family of sockets that an address belongs to. */
    public static int family(InetAddress address) {
        return address instanceof Inet4Address ? Abi.AF_INET : Abi.AF_INET6;
    }

    /**
     * Writes an address for a socket of a family. One of IPv6 takes an address of IPv4 as a mapped one (RFC 4291 §2.5.5.2).
     *
     * @return how long it is
     * @throws IllegalArgumentException if the address is unresolved, or of IPv6 for a socket of IPv4
     */
    public static int write(InetSocketAddress address, int family, MemorySegment into) {
        return switch (address.getAddress()) {
            case null -> throw new IllegalArgumentException(address + " is unresolved");
            case Inet4Address ipv4 when family == Abi.AF_INET -> writeIpv4(ipv4, address.getPort(), into);
            case Inet6Address ipv6
            when family == Abi.AF_INET6 -> writeIpv6(ipv6.getAddress(), address.getPort(), ipv6.getScopeId(), into);
            case Inet4Address ipv4 when family == Abi.AF_INET6 -> writeIpv6(mapped(ipv4), address.getPort(), 0, into);
            default -> throw new IllegalArgumentException(address + " for a socket of family " + family);
        };
    }

    private static int writeIpv4(Inet4Address address, int port, MemorySegment into) {
        MemorySegment sockaddr = into.asSlice(0, Abi.SOCKADDR_IN_BYTES).fill((byte) 0);
        begin(sockaddr, Abi.AF_INET, port);
        MemorySegment.copy(address.getAddress(), 0, sockaddr, JAVA_BYTE, Abi.SOCKADDR_IN_ADDRESS, IPV4_BYTES);
        return (int) Abi.SOCKADDR_IN_BYTES;
    }

    private static int writeIpv6(byte[] address, int port, int scope, MemorySegment into) {
        MemorySegment sockaddr = into.asSlice(0, SocketAbi.SOCKADDR_IN6_BYTES).fill((byte) 0);
        begin(sockaddr, Abi.AF_INET6, port);
        MemorySegment.copy(address, 0, sockaddr, JAVA_BYTE, SocketAbi.SOCKADDR_IN6_ADDRESS, IPV6_BYTES);
        sockaddr.set(JAVA_INT_UNALIGNED, SocketAbi.SOCKADDR_IN6_SCOPE, scope);
        return (int) SocketAbi.SOCKADDR_IN6_BYTES;
    }

    private static void begin(MemorySegment sockaddr, int family, int port) {
        sockaddr.set(JAVA_SHORT_UNALIGNED, Abi.SOCKADDR_IN_FAMILY, (short) family);
        sockaddr.set(PORT, SocketAbi.SOCKADDR_PORT, (short) port);
    }

    private static byte[] mapped(Inet4Address address) {
        byte[] bytes = new byte[IPV6_BYTES];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(address.getAddress(), 0, bytes, IPV6_BYTES - IPV4_BYTES, IPV4_BYTES);
        return bytes;
    }

    /**
     * What is written there, with a mapped address as the one of IPv4 that it is; empty if it is of neither family, or not
     * all there.
     */
    public static Optional<InetSocketAddress> read(MemorySegment from) {
        if (is(from, Abi.AF_INET, Abi.SOCKADDR_IN_BYTES)) {
            byte[] address = bytes(from, Abi.SOCKADDR_IN_ADDRESS, IPV4_BYTES);
            return Optional.of(new InetSocketAddress(address(address, 0), port(from)));
        }
        if (is(from, Abi.AF_INET6, SocketAbi.SOCKADDR_IN6_BYTES)) {
            byte[] address = bytes(from, SocketAbi.SOCKADDR_IN6_ADDRESS, IPV6_BYTES);
            int scope = from.get(JAVA_INT_UNALIGNED, SocketAbi.SOCKADDR_IN6_SCOPE);
            return Optional.of(new InetSocketAddress(address(address, scope), port(from)));
        }
        return Optional.empty();
    }

    private static boolean is(MemorySegment from, int family, long bytes) {
        return from.byteSize() >= bytes && from.get(JAVA_SHORT_UNALIGNED, Abi.SOCKADDR_IN_FAMILY) == family;
    }

    private static int port(MemorySegment from) {
        return Short.toUnsignedInt(from.get(PORT, SocketAbi.SOCKADDR_PORT));
    }

    private static byte[] bytes(MemorySegment from, long offset, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(from, JAVA_BYTE, offset, bytes, 0, length);
        return bytes;
    }

    private static InetAddress address(byte[] bytes, int scope) {
        try {
            return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError("an address of " + bytes.length + " bytes", wrongLength);
        }
    }
}
