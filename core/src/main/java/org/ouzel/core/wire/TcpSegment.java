package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;

/**
 * A TCP segment (RFC 9293 §3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          Source Port          |       Destination Port        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        Sequence Number                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Acknowledgment Number                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Data |     |A|C|E|U|A|P|R|S|F|                               |
 * | Offset| Rsv |E|W|C|R|C|S|S|Y|I|            Window             |
 * |       |     | |R|E|G|K|H|T|N|N|                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           Checksum            |         Urgent Pointer        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           [Options]                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param sourcePort the sender's port
 * @param destinationPort the receiver's port
 * @param seq SEG.SEQ
 * @param ack SEG.ACK, significant with the ACK flag
 * @param flags the control bits
 * @param window SEG.WND as it stands in the header: 16 bits, not scaled
 * @param urgentPointer SEG.UP: significant with the URG flag, an offset from {@code seq}
 * @param options the options
 * @param payload the data
 */
public record TcpSegment(
        int sourcePort,
        int destinationPort,
        int seq,
        int ack,
        TcpFlags flags,
        int window,
        int urgentPointer,
        TcpOptions options,
        Payload payload) {
    /** TCP's number in IP's protocol field. */
    public static final int PROTOCOL = 6;

    /** The length of a header without options. */
    public static final int MIN_HEADER_LENGTH = 20;

    /** The largest window that the header can tell. */
    public static final int MAX_WINDOW = 0xffff;

    private static final int SOURCE_PORT = 0;
    private static final int DESTINATION_PORT = 2;
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGMENT = 8;
    private static final int OFFSET_AND_FLAGS = 12;
    private static final int WINDOW = 14;
    private static final int CHECKSUM = 16;
    private static final int URGENT_POINTER = 18;
    private static final int OPTIONS = 20;

    private static final int WORD = 4;
    private static final int FLAGS_MASK = 0x1ff;

    /**
     * Reads a segment and checks its checksum.
     *
     * @param bytes header and data, trimmed to what IP says
     * @param source the IP header's source
     * @param destination the IP header's destination
     * @throws MalformedPacket if it is too short, its data offset or a port cannot be, or its checksum does not hold
     */
    public static TcpSegment parse(MemorySegment bytes, IpAddress source, IpAddress destination)
            throws MalformedPacket {
        requireHeader(bytes);
        // RFC 9293 §3.1, of the checksum: "the receiver MUST check it" (MUST-3).
        long pseudoHeader = InternetChecksum.pseudoHeader(source, destination, PROTOCOL, (int) bytes.byteSize());
        if (InternetChecksum.finish(pseudoHeader + InternetChecksum.sum(bytes)) != 0) {
            throw MalformedPacket.because(DropReason.BAD_TCP_CHECKSUM);
        }
        return parse(bytes);
    }

    /**
     * Reads a segment whose checksum somebody has checked before, or that has come a way on which nothing can happen to it.
     *
     * @param bytes header and data, trimmed to what IP says
     * @throws MalformedPacket if it is too short, or its data offset or a port cannot be
     */
    public static TcpSegment parseChecked(MemorySegment bytes) throws MalformedPacket {
        requireHeader(bytes);
        return parse(bytes);
    }

    private static void requireHeader(MemorySegment bytes) throws MalformedPacket {
        if (bytes.byteSize() < MIN_HEADER_LENGTH) {
            throw MalformedPacket.because(DropReason.TRUNCATED);
        }
    }

    private static TcpSegment parse(MemorySegment bytes) throws MalformedPacket {
        int offsetAndFlags = NetworkOrder.u16(bytes, OFFSET_AND_FLAGS);
        int headerLength = (offsetAndFlags >>> 12) * WORD;
        if (headerLength < MIN_HEADER_LENGTH || headerLength > bytes.byteSize()) {
            throw MalformedPacket.because(DropReason.BAD_TCP_OFFSET);
        }
        // RFC 6335 §6: port 0 is reserved; an answer to it would be for nobody, or for whoever opened passively to any.
        if (NetworkOrder.u16(bytes, SOURCE_PORT) == 0 || NetworkOrder.u16(bytes, DESTINATION_PORT) == 0) {
            throw MalformedPacket.because(DropReason.BAD_TCP_PORT);
        }
        TcpFlags flags = TcpFlags.of(offsetAndFlags & FLAGS_MASK);
        return new TcpSegment(
                NetworkOrder.u16(bytes, SOURCE_PORT),
                NetworkOrder.u16(bytes, DESTINATION_PORT),
                NetworkOrder.i32(bytes, SEQUENCE),
                NetworkOrder.i32(bytes, ACKNOWLEDGMENT),
                flags,
                NetworkOrder.u16(bytes, WINDOW),
                NetworkOrder.u16(bytes, URGENT_POINTER),
                TcpOptionCodec.parse(bytes, OPTIONS, headerLength, flags),
                Payload.of(bytes.asSlice(headerLength)));
    }

    /** The header's length in bytes, options included, laid out in words. */
    public int headerLength() {
        return headerLength(OptionLayout.WORDS);
    }

    /** The header's length in bytes, options included. */
    public int headerLength(OptionLayout layout) {
        return MIN_HEADER_LENGTH + OptionWriter.length(options, layout);
    }

    /** The length in sequence space: SEG.LEN, the data and one each for SYN and FIN. */
    public int sequenceLength() {
        return payload.length() + (has(TcpFlags.SYN) ? 1 : 0) + (has(TcpFlags.FIN) ? 1 : 0);
    }

    /** Whether all of the given flags are set. */
    public boolean has(TcpFlags wanted) {
        return flags.has(wanted);
    }

    /**
     * Writes the header, its options laid out in words.
     *
     * @param to where the header goes: {@link #headerLength()} bytes of it are written
     * @param source the IP header's source
     * @param destination the IP header's destination
     */
    public void writeHeader(MemorySegment to, IpAddress source, IpAddress destination) {
        int headerLength = headerLength();
        writeHeader(to, OptionLayout.WORDS, headerLength);
        NetworkOrder.put16(to, CHECKSUM, checksum(to, headerLength, source, destination));
    }

    /**
     * Writes the header. The payload itself is not written.
     *
     * @param to where the header goes: {@link #headerLength(OptionLayout)} bytes of it are written
     * @param ip the header that stands before it
     * @param layout how the options stand
     * @param checksum what the checksum field holds
     */
    public void writeHeader(MemorySegment to, IpHeader ip, OptionLayout layout, Checksum checksum) {
        int headerLength = headerLength(layout);
        writeHeader(to, layout, headerLength);
        int sum =
                switch (checksum) {
                    case COMPLETE -> checksum(to, headerLength, ip.source(), ip.destination());
                    case OF_PSEUDO_HEADER -> (int) pseudoHeader(headerLength, ip.source(), ip.destination());
                };
        NetworkOrder.put16(to, CHECKSUM, sum);
    }

    private long pseudoHeader(int headerLength, IpAddress source, IpAddress destination) {
        return InternetChecksum.pseudoHeader(source, destination, PROTOCOL, headerLength + payload.length());
    }

    private int checksum(MemorySegment header, int headerLength, IpAddress source, IpAddress destination) {
        return InternetChecksum.finish(pseudoHeader(headerLength, source, destination)
                + InternetChecksum.sum(header, headerLength)
                + payload.sum());
    }

    private void writeHeader(MemorySegment to, OptionLayout layout, int headerLength) {
        if (headerLength > MIN_HEADER_LENGTH + TcpOptionCodec.MAX_LENGTH) {
            throw new AssertionError("options of " + (headerLength - MIN_HEADER_LENGTH) + " bytes");
        }
        NetworkOrder.put16(to, SOURCE_PORT, sourcePort);
        NetworkOrder.put16(to, DESTINATION_PORT, destinationPort);
        NetworkOrder.put32(to, SEQUENCE, seq);
        NetworkOrder.put32(to, ACKNOWLEDGMENT, ack);
        NetworkOrder.put16(to, OFFSET_AND_FLAGS, (headerLength / WORD) << 12 | flags.bits());
        NetworkOrder.put16(to, WINDOW, window);
        NetworkOrder.put16(to, CHECKSUM, 0);
        NetworkOrder.put16(to, URGENT_POINTER, urgentPointer);
        OptionWriter.write(options, layout, to.asSlice(OPTIONS, headerLength - OPTIONS));
    }

    /** In the manner of packet traces: ports, flags, sequence numbers, acknowledgment, window, length. */
    @Override
    public String toString() {
        return "%d > %d: %s seq %s%s win %d%s len %d"
                .formatted(
                        sourcePort,
                        destinationPort,
                        flags,
                        Integer.toUnsignedString(seq),
                        has(TcpFlags.ACK) ? " ack " + Integer.toUnsignedString(ack) : "",
                        window,
                        has(TcpFlags.URG) ? " urg " + urgentPointer : "",
                        payload.length());
    }
}
