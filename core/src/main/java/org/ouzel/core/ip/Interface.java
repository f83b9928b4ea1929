package org.ouzel.core.ip;

import java.util.List;
import org.ouzel.core.wire.IpPrefix;

/**
 * A place where a node meets a network.
 *
 * @param name its name
 * @param offload what its link does itself
 * @param mtu the largest packet that it carries, at least 68 bytes (RFC 791), or 1280 where it has an IPv6 address (RFC 8200)
 * @param addresses our addresses there, each with its network
 */
public record Interface(String name, Offload offload, int mtu, List<IpPrefix> addresses) {
    private static final int MIN_MTU_V4 = 68;
    private static final int MIN_MTU_V6 = 1280;
    private static final int IPV6_LENGTH = 16;

    /**
     * What a link does itself of what would be TCP's.
     *
     * @param largestPacket up to what length it takes packets that it cuts into segments, in bytes, at most 65535; 0 if it cuts none
     * @param checksums whether it completes TCP's checksums
     */
    public record Offload(int largestPacket, boolean checksums) {
        /** Nothing. */
        public static final Offload NONE = new Offload(0, false);

        private static final int MAX_PACKET = 0xffff;

        /** Rejects a size that cannot be. */
        public Offload {
            if (largestPacket > 0 && !checksums) {
                throw new IllegalArgumentException("a link that cuts segments has to complete their checksums");
            }
            if (largestPacket < 0 || largestPacket > MAX_PACKET) {
                throw new IllegalArgumentException("largest packet out of range: " + largestPacket);
            }
        }
    }

    /** An interface whose link carries packets as they are. */
    public Interface(String name, int mtu, List<IpPrefix> addresses) {
        this(name, Offload.NONE, mtu, addresses);
    }

    /** Rejects an MTU below what IP asks for. */
    public Interface {
        addresses = List.copyOf(addresses);
        boolean ipv6 = addresses.stream().anyMatch(prefix -> prefix.address().length() == IPV6_LENGTH);
        if (mtu < (ipv6 ? MIN_MTU_V6 : MIN_MTU_V4)) {
            throw new IllegalArgumentException("MTU of " + name + " is too small: " + mtu);
        }
    }
}
