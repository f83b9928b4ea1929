package org.ouzel.drill.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.script.TcpOption;

/**
 * A segment. Its data is not kept: scripts speak of its length alone.
 *
 * @param ports its ports
 * @param sequence SEG.SEQ
 * @param acknowledgment SEG.ACK
 * @param flags its flags
 * @param window SEG.WND, not scaled
 * @param urgent SEG.UP
 * @param options its options, in their order, with their numbers as they stand
 * @param length how many bytes of data there are
 */
public record Segment(
        Ports ports,
        int sequence,
        int acknowledgment,
        FlagSet flags,
        int window,
        int urgent,
        List<TcpOption> options,
        int length)
        implements Packet.Content {
    /** Its protocol number. */
    public static final int PROTOCOL = 6;

    private static final int HEADER = 20;

    /** Where it says how long its header is. */
    private static final int OFFSET = 12;

    /** Where its checksum is. */
    static final int CHECKSUM = 16;

    private static final int WORD = 4;

    /** Copies the list. */
    public Segment {
        options = List.copyOf(options);
    }

    /** The bytes, with data of zeros. */
    byte[] write(Ip ip) throws CannotBeSent {
        byte[] optionBytes = OptionBytes.write(options);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + optionBytes.length + length)
                .putShort((short) ports.source())
                .putShort((short) ports.destination())
                .putInt(sequence)
                .putInt(acknowledgment)
                .putShort((short) ((((HEADER + optionBytes.length) / WORD) << 12) | flags.bits()))
                .putShort((short) window)
                .putShort((short) 0)
                .putShort((short) urgent)
                .put(optionBytes);
        bytes.putShort(CHECKSUM, (short) ip.checksum(PROTOCOL, bytes.array()));
        return bytes.array();
    }

    /** A segment's bytes, of which as many as a header says are there. */
    static Segment read(ByteBuffer bytes) {
        int total = bytes.remaining();
        Ports ports = new Ports(u16(bytes), u16(bytes));
        int sequence = bytes.getInt();
        int acknowledgment = bytes.getInt();
        int offsetAndFlags = u16(bytes);
        int window = u16(bytes);
        u16(bytes); // The checksum: whoever sends from here is not on trial for that.
        int urgent = u16(bytes);
        int header = (offsetAndFlags >>> 12) * WORD;
        byte[] options = new byte[Math.clamp(header - HEADER, 0, bytes.remaining())];
        bytes.get(options);
        return new Segment(
                ports,
                sequence,
                acknowledgment,
                new FlagSet(offsetAndFlags & 0x1ff),
                window,
                urgent,
                OptionBytes.read(options),
                Math.max(0, total - header));
    }

    /** How long a header is of which the end may be cut off: as one without options, if that is. */
    static int headerLength(ByteBuffer bytes) {
        return bytes.limit() > OFFSET ? (Byte.toUnsignedInt(bytes.get(OFFSET)) >>> 4) * WORD : HEADER;
    }

    private static int u16(ByteBuffer bytes) {
        return Short.toUnsignedInt(bytes.getShort());
    }

    /** Whether all of these flags are set. */
    public boolean has(int wanted) {
        return flags.has(wanted);
    }

    /** Whether it carries an acknowledgment and nothing else. */
    public boolean isPureAcknowledgment() {
        return length == 0 && (flags.bits() & ~(FlagSet.ECE | FlagSet.CWR | FlagSet.AE)) == FlagSet.ACK;
    }

    /** The same with the data of the next one behind its own; empty if it is not the next one of the same kind. */
    public Optional<Segment> joined(Segment next) {
        boolean follows = length > 0
                && next.length > 0
                && next.sequence == sequence + length
                && next.ports.equals(ports)
                && next.acknowledgment == acknowledgment
                && next.urgent == urgent
                && (next.flags.bits() & ~FlagSet.PSH & ~FlagSet.FIN) == (flags.bits() & ~FlagSet.PSH)
                && next.options.equals(options);
        return follows
                ? Optional.of(new Segment(
                        ports,
                        sequence,
                        acknowledgment,
                        next.flags,
                        next.window,
                        urgent,
                        options,
                        length + next.length))
                : Optional.empty();
    }
}
