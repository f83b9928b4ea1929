package org.ouzel.core.wire;

import java.util.stream.IntStream;

/**
 * The control bits of a segment (RFC 9293 §3.1).
 *
 * @param bits the bits as they stand in the header, FIN the lowest; the ninth is AE (the former NS)
 */
public record TcpFlags(int bits) {
    /** No flag. */
    public static final TcpFlags NONE = new TcpFlags(0);
    /** The sender will send no more. */
    public static final TcpFlags FIN = new TcpFlags(1);
    /** Synchronize sequence numbers. */
    public static final TcpFlags SYN = new TcpFlags(1 << 1);
    /** Reset the connection. */
    public static final TcpFlags RST = new TcpFlags(1 << 2);
    /** Push. */
    public static final TcpFlags PSH = new TcpFlags(1 << 3);
    /** The acknowledgment field is significant. */
    public static final TcpFlags ACK = new TcpFlags(1 << 4);
    /** The urgent pointer is significant. */
    public static final TcpFlags URG = new TcpFlags(1 << 5);
    /** Congestion was experienced (RFC 3168). */
    public static final TcpFlags ECE = new TcpFlags(1 << 6);
    /** The congestion window was reduced (RFC 3168). */
    public static final TcpFlags CWR = new TcpFlags(1 << 7);
    /** Accurate ECN (RFC 9768). */
    public static final TcpFlags AE = new TcpFlags(1 << 8);

    /** All that there are, by their bits: a segment's are found, not made. */
    private static final TcpFlags[] ALL =
            IntStream.range(0, 1 << 9).mapToObj(TcpFlags::new).toArray(TcpFlags[]::new);

    /** SYN and ACK. */
    public static final TcpFlags SYN_ACK = SYN.with(ACK);
    /** RST and ACK. */
    public static final TcpFlags RST_ACK = RST.with(ACK);

    private static final int ACE_SHIFT = 6;
    private static final int ACE_MASK = 0b111;
    private static final String LETTERS = "FSRPAUEWN";

    /** The flags of the last nine bits of a number. */
    public static TcpFlags of(int bits) {
        return ALL[bits & (ALL.length - 1)];
    }

    /** These and those. */
    public TcpFlags with(TcpFlags other) {
        return of(bits | other.bits);
    }

    /** Whether all of the others are set. */
    public boolean has(TcpFlags others) {
        return (bits & others.bits) == others.bits;
    }

    /** AE, CWR and ECE as a number: the ACE field of accurate ECN (RFC 9768 §3.2.2). */
    public int ace() {
        return bits >>> ACE_SHIFT & ACE_MASK;
    }

    /** AE, CWR and ECE as the last three bits of a number have them. */
    public static TcpFlags ofAce(int number) {
        return of((number & ACE_MASK) << ACE_SHIFT);
    }

    /** One letter for each flag that is set, or a dash. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < LETTERS.length(); bit++) {
            if ((bits >>> bit & 1) != 0) {
                text.append(LETTERS.charAt(bit));
            }
        }
        return text.isEmpty() ? "-" : text.toString();
    }
}
