package org.ouzel.drill.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What is around the IP packets of a capture. */
enum LinkType {
    /** Nothing: LINKTYPE_RAW, LINKTYPE_IPV4, LINKTYPE_IPV6, and what BSDs have for them. */
    RAW,
    /** LINKTYPE_ETHERNET. */
    ETHERNET;

    private static final int ETHER_TYPE = 12;
    private static final int VLAN = 0x8100;
    private static final int VLAN_BYTES = 4;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int LEAST = 20;

    static LinkType of(int number) throws IOException {
        return switch (number) {
            case 1 -> ETHERNET;
            case 12, 14, 101, 228, 229 -> RAW;
            default ->
                throw new IOException("a capture of link type " + number + ": only Ethernet and raw IP are read");
        };
    }

    /** The packet in a frame; empty if there is none. */
    Optional<ByteBuffer> packet(ByteBuffer frame) {
        int at = this == ETHERNET ? behindEthernet(frame) : 0;
        return at >= 0 && frame.limit() - at >= LEAST
                ? Optional.of(frame.slice(at, frame.limit() - at))
                : Optional.empty();
    }

    private static int behindEthernet(ByteBuffer frame) {
        int at = ETHER_TYPE;
        while (at + 2 <= frame.limit() && Short.toUnsignedInt(frame.getShort(at)) == VLAN) {
            at += VLAN_BYTES;
        }
        int type = at + 2 <= frame.limit() ? Short.toUnsignedInt(frame.getShort(at)) : 0;
        return type == IPV4 || type == IPV6 ? at + 2 : -1;
    }
}
