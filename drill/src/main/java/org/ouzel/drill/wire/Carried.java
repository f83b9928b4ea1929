package org.ouzel.drill.wire;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** What headers carry around a packet, and the numbers that they know it by. */
public enum Carried {
    /** A packet of IPv4 (RFC 2003). */
    IPV4(4, 0x0800),
    /** A packet of IPv6 (RFC 2473). */
    IPV6(41, 0x86dd),
    /** GRE (RFC 2784). */
    GRE(47, 0),
    /** A stack of MPLS's labels (RFC 4023 in IP, and in GRE). */
    MPLS(137, 0x8847);

    private final int protocol;
    private final int etherType;

    Carried(int protocol, int etherType) {
        this.protocol = protocol;
        this.etherType = etherType;
    }

    /** Its protocol number in IP. */
    int protocol() {
        return protocol;
    }

    /** Its protocol type in GRE; empty if GRE carries none. */
    OptionalInt etherType() {
        return etherType == 0 ? OptionalInt.empty() : OptionalInt.of(etherType);
    }

    static Optional<Carried> ofProtocol(int protocol) {
        return Arrays.stream(values()).filter(one -> one.protocol == protocol).findFirst();
    }

    static Carried ofEtherType(int etherType) throws CannotBeRead {
        return Arrays.stream(values())
                .filter(one -> one.etherType != 0 && one.etherType == etherType)
                .findFirst()
                .orElseThrow(() -> new CannotBeRead("GRE with protocol type 0x" + Integer.toHexString(etherType)));
    }

    /** What a packet is by the version of IP that it begins with. */
    static Carried ofVersion(int firstByte) throws CannotBeRead {
        return switch (firstByte >>> 4 & 0xf) {
            case 4 -> IPV4;
            case 6 -> IPV6;
            default -> throw new CannotBeRead("neither IPv4 nor IPv6");
        };
    }
}
