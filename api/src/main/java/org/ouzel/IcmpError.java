package org.ouzel;

import java.net.InetAddress;

/**
 * An ICMP or ICMPv6 error that quotes a packet of a stream.
 *
 * @param version 4 for ICMP (RFC 792), 6 for ICMPv6 (RFC 4443)
 * @param type the message's type, 0 to 255
 * @param code the message's code, 0 to 255
 * @param extra what the type adds: the next hop's MTU in bytes for "fragmentation needed" and "packet too big", the
 *     pointer for a parameter problem, otherwise 0
 * @param reporter who sent the error
 */
public record IcmpError(int version, int type, int code, long extra, InetAddress reporter) {

    private static final int UNREACHABLE_V4 = 3;
    private static final int UNREACHABLE_V6 = 1;

    /** Whether the error says that the destination cannot be reached. */
    public boolean isUnreachable() {
        return type == (version == 4 ? UNREACHABLE_V4 : UNREACHABLE_V6);
    }

    /** A sentence for people and for exception messages. */
    public String text() {
        String what = isUnreachable() ? "destination unreachable" : "error";
        return "ICMP%s %s (type %d, code %d) from %s"
                .formatted(version == 6 ? "v6" : "", what, type, code, reporter.getHostAddress());
    }
}
