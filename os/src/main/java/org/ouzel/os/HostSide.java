package org.ouzel.os;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * An address that the kernel has on its side of a TUN device. The kernel sends what goes to the rest of the prefix into the
 * device, so the stack behind it takes another address of the same prefix.
 *
 * @param address the kernel's address
 * @param prefixLength how many leading bits name the network, 1 to 32 or to 128
 */
public record HostSide(InetAddress address, int prefixLength) {

    /** Rejects what cannot be an interface's address. */
    public HostSide {
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefixLength < 1 || prefixLength > bits) {
            throw new IllegalArgumentException("prefix length " + prefixLength + ": must be 1 to " + bits);
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new IllegalArgumentException(address.getHostAddress() + " cannot be the address of an interface");
        }
    }

    /**
     * Reads an address and its prefix length.
     *
     * @param text such as {@code 198.18.0.1/24} or {@code 2001:db8::1/64}
     */
    public static HostSide of(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no prefix length in \"" + text + "\": write it as 198.18.0.1/24");
        }
        return new HostSide(InetAddress.ofLiteral(text.substring(0, slash)), length(text, slash + 1));
    }

    private static int length(String text, int from) {
        try {
            return Integer.parseInt(text, from, text.length(), 10);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("no prefix length in \"" + text + "\"", notANumber);
        }
    }

    /** The mask of an IPv4 prefix. */
    int netmask() {
        return -1 << (Integer.SIZE - prefixLength);
    }

    boolean isIpv4() {
        return address instanceof Inet4Address;
    }

    boolean isIpv6() {
        return address instanceof Inet6Address;
    }
}
