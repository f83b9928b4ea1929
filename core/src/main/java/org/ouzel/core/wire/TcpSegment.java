package org.ouzel.core.wire;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * <p>It stays as it is, unless somebody lends it for a call, as the core does with those that come and those that leave, so that no object
 * is made for one: whoever keeps it then keeps a {@linkplain #kept copy}.
 */
public final class TcpSegment {
    /** TCP's number in IP's protocol field. */
    public static final int PROTOCOL = 6;

    /** The length of a header without options. */
    public static final int MIN_HEADER_LENGTH = 20;

    /** The largest window that the header can tell. */
    public static final int MAX_WINDOW = 0xffff;

    private static final int SOURCE_PORT = 0;
    private static final int ACKNOWLEDGMENT = 8;
    static final int LOW_FLAGS = 13;
    private static final int CHECKSUM = 16;
    private static final int URGENT_POINTER = 18;
    private static final int OPTIONS = 20;

    private static final int WORD = 4;
    private static final int FLAGS_MASK = 0x1ff;

    private int sourcePort;
    private int destinationPort;
    private int seq;
    private int ack;
    private TcpFlags flags;
    private int window;
    private int urgentPointer;
    private TcpOptions options;
    private Payload payload;

    /**
     * A segment.
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
    public TcpSegment(
            int sourcePort,
            int destinationPort,
            int seq,
            int ack,
            TcpFlags flags,
            int window,
            int urgentPointer,
            TcpOptions options,
            Payload payload) {
        this.sourcePort = sourcePort;
        this.destinationPort = destinationPort;
        this.seq = seq;
        this.ack = ack;
        this.flags = flags;
        this.window = window;
        this.urgentPointer = urgentPointer;
        this.options = options;
        this.payload = payload;
    }

    /** One that is to become others. */
    static TcpSegment blank() {
        return new TcpSegment(0, 0, 0, 0, TcpFlags.NONE, 0, 0, TcpOptions.Transfer.NONE, Payload.EMPTY);
    }

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
        int length = (int) bytes.byteSize();
        requireHeader(length);
        requireChecksum(bytes, 0, length, InternetChecksum.pseudoHeader(source, destination, PROTOCOL, length));
        return new SegmentReader().read(bytes, 0, length);
    }

    /**
     * Reads a segment whose checksum somebody has checked before, or that has come a way on which nothing can happen to it.
     *
     * @param bytes header and data, trimmed to what IP says
     * @throws MalformedPacket if it is too short, or its data offset or a port cannot be
     */
    public static TcpSegment parseChecked(MemorySegment bytes) throws MalformedPacket {
        return new SegmentReader().read(bytes, 0, (int) bytes.byteSize());
    }

    static void requireHeader(int length) throws MalformedPacket {
        if (length < MIN_HEADER_LENGTH) {
            throw MalformedPacket.because(DropReason.TRUNCATED);
        }
    }

    /** Checks the checksum of a segment that stands at some place. */
    static void requireChecksum(MemorySegment bytes, long at, int length, long pseudoHeader) throws MalformedPacket {
        // RFC 9293 §3.1, of the checksum: "the receiver MUST check it" (MUST-3).
        if (InternetChecksum.finish(pseudoHeader + InternetChecksum.sum(bytes, at, length)) != 0) {
            throw MalformedPacket.because(DropReason.BAD_TCP_CHECKSUM);
        }
    }

    /**
     * Becomes the segment that stands at some place, header and data.
     *
     * @param stamps what its options become where they are timestamps alone
     * @param data what its payload becomes
     */
    void become(MemorySegment bytes, long at, int length, TcpOptions.Transfer stamps, Payload data)
            throws MalformedPacket {
        // In words as long as may be: every segment is read so, and each look at memory takes a check.
        long portsAndSeq = NetworkOrder.i64(bytes, at + SOURCE_PORT);
        long ackAndRest = NetworkOrder.i64(bytes, at + ACKNOWLEDGMENT);
        int ports = NetworkOrder.high32(portsAndSeq);
        int flagsAndWindow = NetworkOrder.low32(ackAndRest);
        int offsetAndFlags = NetworkOrder.high16(flagsAndWindow);
        int headerLength = (offsetAndFlags >>> 12) * WORD;
        if (headerLength < MIN_HEADER_LENGTH || headerLength > length) {
            throw MalformedPacket.because(DropReason.BAD_TCP_OFFSET);
        }
        sourcePort = NetworkOrder.high16(ports);
        destinationPort = NetworkOrder.low16(ports);
        // RFC 6335 §6: port 0 is reserved; an answer to it would be for nobody, or for whoever opened passively to any.
        if (sourcePort == 0 || destinationPort == 0) {
            throw MalformedPacket.because(DropReason.BAD_TCP_PORT);
        }
        seq = NetworkOrder.low32(portsAndSeq);
        ack = NetworkOrder.high32(ackAndRest);
        flags = TcpFlags.of(offsetAndFlags & FLAGS_MASK);
        window = NetworkOrder.low16(flagsAndWindow);
        urgentPointer = NetworkOrder.u16(bytes, at + URGENT_POINTER);
        options = TcpOptionCodec.parse(bytes, at + OPTIONS, headerLength - OPTIONS, flags, stamps);
        data.clear();
        data.add(bytes, at + headerLength, length - headerLength);
        payload = data;
    }

    /** Becomes one with such a header, and otherwise with what another that is lent has. */
    void become(int newSeq, int newAck, TcpFlags newFlags, int newWindow, int pointer, TcpOptions with, Payload data) {
        seq = newSeq;
        ack = newAck;
        flags = newFlags;
        window = newWindow;
        urgentPointer = pointer;
        options = with;
        payload = data;
    }

    /** Becomes one between two other ports. */
    void become(int from, int to) {
        sourcePort = from;
        destinationPort = to;
    }

    /** The same, in an object of its own: what lies behind it, the bytes of its payload, is lent as it was. */
    public TcpSegment kept() {
        return new TcpSegment(
                sourcePort, destinationPort, seq, ack, flags, window, urgentPointer, options.kept(), payload.kept());
    }

    /** The sender's port. */
    public int sourcePort() {
        return sourcePort;
    }

    /** The receiver's port. */
    public int destinationPort() {
        return destinationPort;
    }

    /** SEG.SEQ. */
    public int seq() {
        return seq;
    }

    /** SEG.ACK, significant with the ACK flag. */
    public int ack() {
        return ack;
    }

    /** The control bits. */
    public TcpFlags flags() {
        return flags;
    }

    /** SEG.WND as it stands in the header: 16 bits, not scaled. */
    public int window() {
        return window;
    }

    /** SEG.UP: significant with the URG flag, an offset from {@link #seq}. */
    public int urgentPointer() {
        return urgentPointer;
    }

    /** The options. */
    public TcpOptions options() {
        return options;
    }

    /** The data. */
    public Payload payload() {
        return payload;
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
        writeHeader(to, 0, OptionLayout.WORDS, headerLength);
        NetworkOrder.put16(
                to, CHECKSUM, checksum(to, 0, headerLength, pseudoHeader(headerLength, source, destination)));
    }

    /**
     * Writes the header behind one of IP. The payload itself is not written.
     *
     * @param to where both go: {@link #headerLength(OptionLayout)} bytes of it are written behind IP's
     * @param ip the header that stands before it
     * @param layout how the options stand
     * @param checksum what the checksum field holds
     */
    public void writeHeader(MemorySegment to, IpHeader ip, OptionLayout layout, Checksum checksum) {
        long at = ip.headerLength();
        int headerLength = headerLength(layout);
        writeHeader(to, at, layout, headerLength);
        long pseudoHeader = pseudoHeader(headerLength, ip.source(), ip.destination());
        int sum =
                switch (checksum) {
                    case COMPLETE -> checksum(to, at, headerLength, pseudoHeader);
                    case OF_PSEUDO_HEADER -> (int) pseudoHeader;
                };
        NetworkOrder.put16(to, at + CHECKSUM, sum);
    }

    private long pseudoHeader(int headerLength, IpAddress source, IpAddress destination) {
        return InternetChecksum.pseudoHeader(source, destination, PROTOCOL, headerLength + payload.length());
    }

    private int checksum(MemorySegment header, long at, int headerLength, long pseudoHeader) {
        // The payload first: what has just been written a little at a time is slow to read in larger pieces.
        long sum = pseudoHeader + payload.sum();
        return InternetChecksum.finish(sum + InternetChecksum.sum(header, at, headerLength));
    }

    private void writeHeader(MemorySegment to, long at, OptionLayout layout, int headerLength) {
        if (headerLength > MIN_HEADER_LENGTH + TcpOptionCodec.MAX_LENGTH) {
            throw new AssertionError("options of " + (headerLength - MIN_HEADER_LENGTH) + " bytes");
        }
        int flagsAndWindow = NetworkOrder.word((headerLength / WORD) << 12 | flags.bits(), window);
        NetworkOrder.put64(
                to, at + SOURCE_PORT, NetworkOrder.words(NetworkOrder.word(sourcePort, destinationPort), seq));
        NetworkOrder.put64(to, at + ACKNOWLEDGMENT, NetworkOrder.words(ack, flagsAndWindow));
        NetworkOrder.put32(to, at + CHECKSUM, NetworkOrder.word(0, urgentPointer));
        OptionWriter.write(options, layout, to, at + OPTIONS, headerLength - OPTIONS);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TcpSegment that
                && sourcePort == that.sourcePort
                && destinationPort == that.destinationPort
                && seq == that.seq
                && ack == that.ack
                && flags.equals(that.flags)
                && window == that.window
                && urgentPointer == that.urgentPointer
                && options.equals(that.options)
                && payload.equals(that.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sourcePort, destinationPort, seq, ack, flags, window, urgentPointer, options, payload);
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
