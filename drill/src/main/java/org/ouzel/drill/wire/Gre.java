package org.ouzel.drill.wire;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * A header of GRE (RFC 2784), with a key and a sequence number (RFC 2890).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |C| |K|S| Reserved0       | Ver |         Protocol Type         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      Checksum (optional)      |       Reserved1 (Optional)    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Key (optional)                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 Sequence Number (Optional)                    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param flags the first 16 bits, which say which of the others there are
 * @param checksum the checksum; empty for the one that holds
 * @param reserved what stands behind the checksum
 * @param key the key
 * @param sequence the sequence number
 */
public record Gre(int flags, OptionalInt checksum, int reserved, int key, int sequence) implements Outer {
    /** There is a checksum. */
    public static final int CHECKSUM_PRESENT = 0x8000;

    /** There is a key. */
    public static final int KEY_PRESENT = 0x2000;

    /** There is a sequence number. */
    public static final int SEQUENCE_PRESENT = 0x1000;

    /** RFC 2784 §2.2: bits that a packet is discarded for, since older hosts meant routes by them; and the version. */
    private static final int MUST_BE_ZERO = 0x4c07;

    private static final int LEAST = 4;
    private static final int WORD = 4;
    private static final int CHECKSUM = 4;

    /** Whether it has what the flag says. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    @Override
    public int length() {
        return LEAST + WORD * Integer.bitCount(flags & (CHECKSUM_PRESENT | KEY_PRESENT | SEQUENCE_PRESENT));
    }

    @Override
    public Carried kind() {
        return Carried.GRE;
    }

    @Override
    public byte[] around(Carried what, byte[] content) throws CannotBeSent {
        int type = what.etherType().orElseThrow(() -> new CannotBeSent("GRE in GRE without IP between them"));
        ByteBuffer bytes = ByteBuffer.allocate(length() + content.length)
                .putShort((short) flags)
                .putShort((short) type);
        if (has(CHECKSUM_PRESENT)) {
            bytes.putShort((short) 0).putShort((short) reserved);
        }
        if (has(KEY_PRESENT)) {
            bytes.putInt(key);
        }
        if (has(SEQUENCE_PRESENT)) {
            bytes.putInt(sequence);
        }
        bytes.put(content);
        if (has(CHECKSUM_PRESENT)) {
            bytes.putShort(CHECKSUM, (short) checksum.orElseGet(() -> Ip.checksum(0L, bytes.array())));
        }
        return bytes.array();
    }

    @Override
    public Gre tunnel() {
        return new Gre(flags, OptionalInt.empty(), 0, has(KEY_PRESENT) ? key : 0, 0);
    }

    @Override
    public Gre mirrored() {
        return tunnel();
    }

    @Override
    public Gre on(Ip inner, int number) {
        return new Gre(flags, OptionalInt.empty(), 0, key, has(SEQUENCE_PRESENT) ? number : 0);
    }

    /** A header that was read, and what is behind it. */
    record Opened(Gre header, Carried what, ByteBuffer content) {}

    static Opened read(ByteBuffer bytes) throws CannotBeRead {
        ByteBuffer at = bytes.slice();
        int flags = Short.toUnsignedInt(at.getShort());
        if ((flags & MUST_BE_ZERO) != 0) {
            throw new CannotBeRead("GRE with flags 0x" + Integer.toHexString(flags));
        }
        Carried what = Carried.ofEtherType(Short.toUnsignedInt(at.getShort()));
        boolean summed = (flags & CHECKSUM_PRESENT) != 0;
        OptionalInt checksum = summed ? OptionalInt.of(Short.toUnsignedInt(at.getShort())) : OptionalInt.empty();
        int reserved = summed ? Short.toUnsignedInt(at.getShort()) : 0;
        int key = (flags & KEY_PRESENT) != 0 ? at.getInt() : 0;
        int sequence = (flags & SEQUENCE_PRESENT) != 0 ? at.getInt() : 0;
        if (summed && Ip.checksum(0L, IpPacket.array(bytes)) != 0) {
            throw new CannotBeRead("GRE with a checksum that does not hold");
        }
        return new Opened(new Gre(flags, checksum, reserved, key, sequence), what, at.slice());
    }
}
