package org.ouzel.core.ip;

import java.util.List;
import org.ouzel.core.wire.IpPrefix;

/**
 * A place where a node meets a network.
 *
 * @param name its name
 * @param mtu the largest packet that it carries, at least 68 bytes (RFC 791), or 1280 where it has an IPv6 address (RFC 8200)
 * @param addresses our addresses there, each with its network
 */
public record Interface(String name, int mtu, List<IpPrefix> addresses) {
    private static final int MIN_MTU_V4 = 68;
    private static final int MIN_MTU_V6 = 1280;
    private static final int IPV6_LENGTH = 16;

    /** Rejects an MTU below what IP asks for. */
    public Interface {
        addresses = List.copyOf(addresses);
        boolean ipv6 = addresses.stream().anyMatch(prefix -> prefix.address().length() == IPV6_LENGTH);
        if (mtu < (ipv6 ? MIN_MTU_V6 : MIN_MTU_V4)) {
            throw new IllegalArgumentException("MTU of " + name + " is too small: " + mtu);
        }
    }
}
