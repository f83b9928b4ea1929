package org.ouzel.core.tcp;

/**
 * One direction's sequence space (RFC 9293 §3.4): the only place where positions, which never wrap, meet sequence numbers,
 * which do.
 *
 * <p>Position 0 is the SYN, position 1 the first byte of data, and the FIN stands behind the last.
 *
 * @param initial the initial sequence number, ISS or IRS
 */
record Positions(int initial) {

    /** The sequence number of a position. */
    int sequence(long position) {
        return initial + (int) position;
    }

    /** The position nearest to the reference, within 2^31 either way, that has the given sequence number. */
    long nearest(int sequence, long reference) {
        return reference + (sequence - sequence(reference));
    }
}
