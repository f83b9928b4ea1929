package org.ouzel.core.node;

/**
 * What of a packet is left for its link to do.
 *
 * @param segmentBytes how much of the payload each of the segments carries that the packet is to be cut into; 0 for a packet that goes
 *     as it is
 * @param checksumStart where the TCP header begins whose checksum field holds the sum of the pseudo-header alone; 0 for a packet whose
 *     checksums are complete
 */
public record Unfinished(int segmentBytes, int checksumStart) {
    /** Nothing. */
    public static final Unfinished NOTHING = new Unfinished(0, 0);
}
