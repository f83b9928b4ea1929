package org.ouzel.sim.box;

/**
 * What a forged ICMP error says.
 *
 * @param type the type, in the numbers of the version of IP that the packet is of
 * @param code the code
 * @param rest the second word: the MTU, where the type has one
 */
public record ForgedError(int type, int code, int rest) {
    /** IPv4's "fragmentation needed" (RFC 1191 §4). */
    public static ForgedError fragmentationNeeded(int mtu) {
        return new ForgedError(3, 4, mtu);
    }

    /** IPv6's "packet too big" (RFC 4443 §3.2). */
    public static ForgedError packetTooBig(int mtu) {
        return new ForgedError(2, 0, mtu);
    }

    /** IPv4's "port unreachable". */
    public static ForgedError portUnreachable() {
        return new ForgedError(3, 3, 0);
    }

    /** IPv6's "port unreachable" (RFC 4443 §3.1). */
    public static ForgedError portUnreachableV6() {
        return new ForgedError(1, 4, 0);
    }
}
