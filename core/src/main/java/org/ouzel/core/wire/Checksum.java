package org.ouzel.core.wire;

/** What stands in the checksum field of a header that is written. */
public enum Checksum {
    /** The checksum. */
    COMPLETE,
    /** The sum of the pseudo-header, not complemented: whoever sends the packet adds the rest. */
    OF_PSEUDO_HEADER
}
