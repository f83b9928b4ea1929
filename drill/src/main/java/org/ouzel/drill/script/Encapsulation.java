package org.ouzel.drill.script;

import java.util.List;
import java.util.OptionalLong;

/** A header around the packet that a script writes. */
public sealed interface Encapsulation {
    /**
     * A header of IPv4 or IPv6.
     *
     * @param version 4 or 6
     * @param ip what is said of it beyond the addresses
     * @param source the address that it comes from, as it is written
     * @param destination the address that it goes to, as it is written
     */
    record Ip(int version, IpSpec ip, String source, String destination) implements Encapsulation {}

    /**
     * A header of GRE. What is not written is empty.
     *
     * @param flags the flags, of 16 bits
     * @param checksum the checksum
     * @param offset the offset
     * @param key the key
     * @param sequence the sequence number
     */
    record Gre(OptionalLong flags, OptionalLong checksum, OptionalLong offset, OptionalLong key, OptionalLong sequence)
            implements Encapsulation {
        /** The flag of a checksum that is present. */
        public static final int CHECKSUM_PRESENT = 0x8000;

        /** The flag of a key that is present. */
        public static final int KEY_PRESENT = 0x2000;

        /** The flag of a sequence number that is present. */
        public static final int SEQUENCE_PRESENT = 0x1000;
    }

    /**
     * Labels of MPLS.
     *
     * @param labels the labels, the outermost first
     */
    record Mpls(List<MplsLabel> labels) implements Encapsulation {
        /** Copies the list. */
        public Mpls {
            labels = List.copyOf(labels);
        }
    }
}
