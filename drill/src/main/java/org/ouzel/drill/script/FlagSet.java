package org.ouzel.drill.script;

/**
 * The flags of a segment, as bits of the header: {@code A}, the bit AE of AccECN, is the lowest of the byte before.
 *
 * @param bits the bits
 */
public record FlagSet(int bits) {
    /** No more data follows: F. */
    public static final int FIN = 0x001;

    /** Synchronizes sequence numbers: S. */
    public static final int SYN = 0x002;

    /** Resets the connection: R. */
    public static final int RST = 0x004;

    /** Pushes data: P. */
    public static final int PSH = 0x008;

    /** The acknowledgment counts: a period. */
    public static final int ACK = 0x010;

    /** The urgent pointer counts: U. */
    public static final int URG = 0x020;

    /** Echoes congestion: E. */
    public static final int ECE = 0x040;

    /** The congestion window was reduced: W. */
    public static final int CWR = 0x080;

    /** Accurate ECN: A. */
    public static final int AE = 0x100;

    /** Where the three bits begin that are one number in AccECN. */
    public static final int ACE_SHIFT = 6;

    /** Whether all of the given bits are set. */
    public boolean has(int flags) {
        return (bits & flags) == flags;
    }

    /** The number that AE, CWR and ECE are in AccECN. */
    public int ace() {
        return bits >> ACE_SHIFT & 7;
    }
}
