package org.ouzel.drill.run;

import java.util.Optional;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv6Address;

/** Addresses as system calls know them: those of IPv4 may be mapped into IPv6 (RFC 3493 §3.7). */
final class Addresses {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final String MAPPED_PREFIX = "::ffff:";

    private Addresses() {}

    /** An address in text form; empty if it is none. */
    static Optional<IpAddress> parse(String text) {
        try {
            boolean mapped = text.startsWith(MAPPED_PREFIX) && text.indexOf('.') > 0;
            return Optional.of(
                    mapped ? mapped(IpAddress.parse(text.substring(MAPPED_PREFIX.length()))) : IpAddress.parse(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** The address of IPv6 that stands for one of IPv4. */
    static IpAddress mapped(IpAddress address) {
        return address instanceof Ipv4Address v4 ? new Ipv6Address(0, MAPPED | v4.low()) : address;
    }

    static IpAddress v4(int number) {
        return new Ipv4Address(number);
    }
}
