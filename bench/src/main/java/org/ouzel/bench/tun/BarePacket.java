package org.ouzel.bench.tun;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.ouzel.core.wire.InternetChecksum;

/**
 * What the {@linkplain CeilingServer ceiling} reads of a packet, and the headers that it writes: those of TCP over IPv4 between two hosts
 * without options of IP. Nothing is checked unless asked for.
 */
final class BarePacket {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;

    /**
     * How much may be under way, each way. What waits in a queue then is still in the processors' caches: with the largest window there is,
     * and as much as the kernel then sends, 7 Gbit/s came in where it was 10 with this.
     */
    static final int WINDOW_BYTES = 512 << 10;

    /** The headers without options. */
    static final int HEADER_BYTES = 40;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    // Where fields are: RFC 791 §3.1, RFC 9293 §3.1, with an IP header of 20 bytes.
    private static final int TOTAL_LENGTH = 2;
    private static final int PROTOCOL = 9;
    private static final int IP_CHECKSUM = 10;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;
    static final int TCP_HEADER = 20;

    private static final int SOURCE_PORT = 20;
    private static final int DESTINATION_PORT = 22;
    private static final int SEQUENCE = 24;
    private static final int ACKNOWLEDGMENT = 28;
    private static final int DATA_OFFSET = 32;
    private static final int FLAGS = 33;
    private static final int WINDOW = 34;
    private static final int TCP_CHECKSUM = 36;
    private static final int OPTIONS = 40;

    private static final int VERSION_4 = 0x45;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int FRAGMENT = 6;
    private static final int TIME_TO_LIVE = 8;
    private static final int HOPS = 64;
    private static final int TCP = 6;
    private static final int WORD_BYTES = 4;
    private static final int OFFSET_SHIFT = 4;

    // Options: RFC 9293 §3.2, RFC 7323 §2.2.
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int WINDOW_SCALE = 3;
    private static final long MSS_AND_SCALE = 0x0204_0000_0103_0304L;
    private static final int SCALE = 4;
    private static final int MSS_SHIFT = 32;

    private final boolean leavesChecksums;
    private final MemorySegment memory = Arena.ofAuto().allocate(HEADER_BYTES + Long.BYTES, Long.BYTES);

    /**
     * Headers to be written.
     *
     * @param leavesChecksums whether somebody else completes TCP's checksum
     */
    BarePacket(boolean leavesChecksums) {
        this.leavesChecksums = leavesChecksums;
    }

    // ---- Read

    static boolean isTcp(MemorySegment packet) {
        return packet.byteSize() >= HEADER_BYTES
                && packet.get(JAVA_BYTE, 0) == VERSION_4
                && packet.get(JAVA_BYTE, PROTOCOL) == TCP;
    }

    static int sourcePort(MemorySegment packet) {
        return packet.get(SHORT, SOURCE_PORT) & 0xffff;
    }

    static int destinationPort(MemorySegment packet) {
        return packet.get(SHORT, DESTINATION_PORT) & 0xffff;
    }

    static int sequence(MemorySegment packet) {
        return packet.get(INT, SEQUENCE);
    }

    static int acknowledgment(MemorySegment packet) {
        return packet.get(INT, ACKNOWLEDGMENT);
    }

    static boolean has(MemorySegment packet, int flag) {
        return (packet.get(JAVA_BYTE, FLAGS) & flag) != 0;
    }

    static int window(MemorySegment packet) {
        return packet.get(SHORT, WINDOW) & 0xffff;
    }

    static int payloadBytes(MemorySegment packet) {
        return (packet.get(SHORT, TOTAL_LENGTH) & 0xffff) - headerBytes(packet);
    }

    static MemorySegment payload(MemorySegment packet) {
        return packet.asSlice(headerBytes(packet), payloadBytes(packet));
    }

    /** Whether TCP's checksum is right (RFC 9293 §3.1). */
    static boolean isIntact(MemorySegment packet) {
        MemorySegment segment =
                packet.asSlice(TCP_HEADER, headerBytes(packet) - TCP_HEADER + (long) payloadBytes(packet));
        long addresses = InternetChecksum.sum(packet.asSlice(SOURCE, TCP_HEADER - SOURCE));
        long pseudoHeader = addresses + TCP + segment.byteSize();
        return InternetChecksum.finish(pseudoHeader + InternetChecksum.sum(segment)) == 0;
    }

    /** What a payload adds to the checksum of its segment. */
    static int sum(List<MemorySegment> payload) {
        long bytes = 0;
        long sum = 0;
        for (MemorySegment piece : payload) {
            sum = InternetChecksum.add(sum, InternetChecksum.sum(piece), bytes % 2 == 1);
            bytes += piece.byteSize();
        }
        return (int) sum;
    }

    private static int headerBytes(MemorySegment packet) {
        return TCP_HEADER + ((packet.get(JAVA_BYTE, DATA_OFFSET) & 0xff) >> OFFSET_SHIFT) * WORD_BYTES;
    }

    /** The shift that a SYN offers, 0 if none. */
    static int windowScale(MemorySegment syn) {
        int at = OPTIONS;
        while (at < headerBytes(syn)) {
            int kind = syn.get(JAVA_BYTE, at);
            switch (kind) {
                case END_OF_OPTIONS -> {
                    return 0;
                }
                case NO_OPERATION -> at++;
                case WINDOW_SCALE -> {
                    return syn.get(JAVA_BYTE, at + 2);
                }
                default -> at += syn.get(JAVA_BYTE, at + 1);
            }
        }
        return 0;
    }

    // ---- Write

    /** Turns to whoever has sent a packet. */
    void answer(MemorySegment packet) {
        memory.fill((byte) 0);
        memory.set(JAVA_BYTE, 0, (byte) VERSION_4);
        memory.set(SHORT, FRAGMENT, (short) DO_NOT_FRAGMENT);
        memory.set(JAVA_BYTE, TIME_TO_LIVE, (byte) HOPS);
        memory.set(JAVA_BYTE, PROTOCOL, (byte) TCP);
        memory.set(INT, SOURCE, packet.get(INT, DESTINATION));
        memory.set(INT, DESTINATION, packet.get(INT, SOURCE));
        memory.set(SHORT, SOURCE_PORT, packet.get(SHORT, DESTINATION_PORT));
        memory.set(SHORT, DESTINATION_PORT, packet.get(SHORT, SOURCE_PORT));
        memory.set(SHORT, WINDOW, (short) (WINDOW_BYTES >> SCALE));
    }

    /** The headers of a segment whose payload has such a {@link #sum}: 0 for zeros, and where somebody else adds it. */
    MemorySegment segment(int sequence, int acknowledgment, int flags, int payloadBytes, int payloadSum) {
        return finish(sequence, acknowledgment, flags, HEADER_BYTES, payloadBytes, payloadSum);
    }

    /** A whole segment with eight bytes of data. */
    MemorySegment number(int sequence, int acknowledgment, int flags, long data) {
        memory.set(LONG, HEADER_BYTES, data);
        MemorySegment headers = finish(sequence, acknowledgment, flags, HEADER_BYTES, Long.BYTES, 0);
        // The data is not part of the headers, but of the sum.
        setTcpChecksum(HEADER_BYTES + Long.BYTES, HEADER_BYTES + Long.BYTES, 0);
        return memory.asSlice(0, headers.byteSize() + Long.BYTES);
    }

    /** A SYN that offers such a segment size, and scales the window. */
    MemorySegment syn(int sequence, int acknowledgment, int mss) {
        memory.set(LONG, OPTIONS, MSS_AND_SCALE | ((long) mss << MSS_SHIFT));
        return finish(sequence, acknowledgment, SYN | ACK, HEADER_BYTES + Long.BYTES, 0, 0);
    }

    private MemorySegment finish(
            int sequence, int acknowledgment, int flags, int headerBytes, int payloadBytes, int payloadSum) {
        int totalBytes = headerBytes + payloadBytes;
        memory.set(SHORT, TOTAL_LENGTH, (short) totalBytes);
        memory.set(INT, SEQUENCE, sequence);
        memory.set(INT, ACKNOWLEDGMENT, acknowledgment);
        memory.set(JAVA_BYTE, DATA_OFFSET, (byte) (((headerBytes - TCP_HEADER) / WORD_BYTES) << OFFSET_SHIFT));
        memory.set(JAVA_BYTE, FLAGS, (byte) flags);
        memory.set(SHORT, IP_CHECKSUM, (short) 0);
        memory.set(SHORT, IP_CHECKSUM, (short) ~folded(sum(0, TCP_HEADER)));
        setTcpChecksum(headerBytes, totalBytes, payloadSum);
        return memory.asSlice(0, headerBytes);
    }

    /** RFC 9293 §3.1, with the pseudo-header before it, and the sum of what is behind the end. */
    private void setTcpChecksum(int end, int totalBytes, int sumBehind) {
        memory.set(SHORT, TCP_CHECKSUM, (short) 0);
        int pseudoHeader = sum(SOURCE, TCP_HEADER) + TCP + totalBytes - TCP_HEADER;
        if (leavesChecksums) {
            memory.set(SHORT, TCP_CHECKSUM, (short) folded(pseudoHeader));
            return;
        }
        memory.set(SHORT, TCP_CHECKSUM, (short) ~folded(pseudoHeader + sum(TCP_HEADER, end) + sumBehind));
    }

    private int sum(int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at += Short.BYTES) {
            sum += memory.get(SHORT, at) & 0xffff;
        }
        return sum;
    }

    private static int folded(int sum) {
        int once = (sum & 0xffff) + (sum >>> Short.SIZE);
        return (once & 0xffff) + (once >>> Short.SIZE);
    }
}
