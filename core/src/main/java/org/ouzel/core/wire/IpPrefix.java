package org.ouzel.core.wire;

/**
 * An address and how many of its leading bits name its network: an interface's address, or a route's destination.
 *
 * @param address the address, host bits included
 * @param length the number of leading bits, 0 to 32 or to 128
 */
public record IpPrefix(IpAddress address, int length) {

    /** Rejects a length that the address has not. */
    public IpPrefix {
        if (length < 0 || length > address.length() * Byte.SIZE) {
            throw new IllegalArgumentException("prefix length out of range: " + address + "/" + length);
        }
    }

    /**
     * Reads {@code address/length}.
     *
     * @throws IllegalArgumentException if the text is no prefix
     */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no prefix length in " + text + ": 198.18.0.2/24 has one");
        }
        return new IpPrefix(
                IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text, slash + 1, text.length(), 10));
    }

    /** Whether the other address lies in this network. */
    public boolean contains(IpAddress other) {
        return other.length() == address.length() && address.commonPrefixLength(other) >= length;
    }

    /** Whether the address is this network's directed broadcast, or its own name with no host in it (RFC 1122 §3.2.1.3). */
    public boolean isBroadcast(IpAddress other) {
        if (!(other instanceof Ipv4Address v4) || length > 30 || !contains(other)) {
            return false;
        }
        int hostMask = -1 >>> length;
        int host = v4.bits() & hostMask;
        return host == 0 || host == hostMask;
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
