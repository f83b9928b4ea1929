package org.ouzel.drill.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.ouzel.drill.run.Network;

/** Which addresses lie behind the device, and which are those of many. */
final class Prefixes {
    private static final int V4_DESTINATION = 16;
    private static final int V6_DESTINATION = 24;

    private Prefixes() {}

    /**
     * How long a prefix is that both hosts have, so that the kernel sends what is for the other into the device: that of the network, or
     * a shorter one where the script has put the other elsewhere.
     */
    static int around(Network network) throws IOException {
        int shared = network.local().commonPrefixLength(network.remote());
        if (shared == 0) {
            throw new IOException(
                    "no prefix has both " + network.local() + " and " + network.remote() + ", which the device needs");
        }
        return Math.min(shared, network.prefixLength());
    }

    /** Whether a packet is for a group of hosts. */
    static boolean isToMany(MemorySegment packet) {
        boolean v6 = packet.byteSize() > V6_DESTINATION && (packet.get(JAVA_BYTE, 0) & 0xf0) == 0x60;
        // RFC 4291 §2.7, RFC 5771 §3: ff00::/8, 224.0.0.0/4
        return v6
                ? packet.get(JAVA_BYTE, V6_DESTINATION) == (byte) 0xff
                : packet.byteSize() > V4_DESTINATION && (packet.get(JAVA_BYTE, V4_DESTINATION) & 0xf0) == 0xe0;
    }
}
