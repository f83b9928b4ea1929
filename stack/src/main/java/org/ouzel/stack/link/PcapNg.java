package org.ouzel.stack.link;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a capture file of one interface that carries IP packets (draft-ietf-opsawg-pcapng). Times are in nanoseconds, and
 * whoever writes a packet tells its time: the clock's, or that of a simulation. For use by one thread at a time.
 *
 * <p>Every block has this shape, and so has an option, with 16 bits each for its code and length and nothing behind it:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          Block Type                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      Block Total Length                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * /            Block Body, padded to 32 bits with zeros           /
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      Block Total Length                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class PcapNg implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private static final int SECTION_HEADER = 0x0a0d_0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
    private static final long LENGTH_UNKNOWN = -1;

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int LINK_TYPE_RAW = 101;
    private static final int NO_SNAP_LENGTH = 0;
    private static final int OPTION_INTERFACE_NAME = 2;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final byte TEN_TO_THE_MINUS_NINTH = 9;
    private static final int MAX_NAME_BYTES = 1024;

    private static final int ENHANCED_PACKET = 6;
    private static final int OPTION_FLAGS = 2;

    private static final int OPTION_END = 0;

    /** The length of an enhanced packet block without the packet: 28 bytes before it, options and length behind it. */
    private static final int PACKET_OVERHEAD = 28 + 8 + 4 + 4;

    private static final int MAX_PADDING = 3;

    private final OutputStream file;
    private final ByteBuffer buffer;
    private final int packetBytes;

    /** Which way a packet went: the value of the flags' first two bits. */
    public enum Direction {
        /** It came in over the interface. */
        INBOUND(1),
        /** It went out over the interface. */
        OUTBOUND(2);

        private final int flags;

        Direction(int flags) {
            this.flags = flags;
        }
    }

    /**
     * Begins a file.
     *
     * @param file closed with this
     * @param interfaceName what the interface is called
     * @param packetBytes the largest packet there will be
     */
    public PcapNg(OutputStream file, String interfaceName, int packetBytes) {
        this.file = file;
        this.packetBytes = packetBytes;
        int block = Math.addExact(packetBytes, PACKET_OVERHEAD + MAX_PADDING);
        this.buffer = ByteBuffer.allocate(Math.max(block, BUFFER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        sectionHeader();
        interfaceDescription(interfaceName);
    }

    private void sectionHeader() {
        int start = begin(SECTION_HEADER);
        buffer.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(LENGTH_UNKNOWN);
        end(start);
    }

    private void interfaceDescription(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        int start = begin(INTERFACE_DESCRIPTION);
        buffer.putShort((short) LINK_TYPE_RAW).putShort((short) 0).putInt(NO_SNAP_LENGTH);
        option(OPTION_INTERFACE_NAME, ByteBuffer.wrap(utf8, 0, Math.min(utf8.length, MAX_NAME_BYTES)));
        option(OPTION_TIME_RESOLUTION, ByteBuffer.wrap(new byte[] {TEN_TO_THE_MINUS_NINTH}));
        endOfOptions();
        end(start);
    }

    /**
     * Writes a packet. It may reach the file only when this is closed.
     *
     * @param parts its bytes, gathered
     * @param timeNs when it went by, in nanoseconds since 1970
     * @throws IOException if the file cannot be written
     * @throws IllegalArgumentException if the packet is larger than there should be
     */
    public void packet(List<MemorySegment> parts, Direction direction, long timeNs) throws IOException {
        int length = Math.toIntExact(
                parts.stream().mapToLong(MemorySegment::byteSize).sum());
        if (length > packetBytes) {
            throw new IllegalArgumentException("packet of " + length + " bytes where " + packetBytes + " are the most");
        }
        if (buffer.remaining() < length + PACKET_OVERHEAD + MAX_PADDING) {
            flush();
        }
        int start = begin(ENHANCED_PACKET);
        int interfaceId = 0;
        buffer.putInt(interfaceId).putInt((int) (timeNs >>> 32)).putInt((int) timeNs);
        buffer.putInt(length).putInt(length);
        for (MemorySegment part : parts) {
            MemorySegment.copy(part, 0, MemorySegment.ofBuffer(buffer), 0, part.byteSize());
            buffer.position(buffer.position() + (int) part.byteSize());
        }
        pad();
        buffer.putShort((short) OPTION_FLAGS).putShort((short) Integer.BYTES).putInt(direction.flags);
        endOfOptions();
        end(start);
    }

    /** Hands what has been gathered to the file. */
    private void flush() throws IOException {
        // First, so that what failed halfway is not written a second time.
        int length = buffer.position();
        buffer.clear();
        file.write(buffer.array(), 0, length);
    }

    /** Completes the file and closes it. */
    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }

    private int begin(int blockType) {
        int start = buffer.position();
        buffer.putInt(blockType).putInt(0);
        return start;
    }

    private void end(int start) {
        int length = buffer.position() + Integer.BYTES - start;
        buffer.putInt(start + Integer.BYTES, length).putInt(length);
    }

    private void option(int code, ByteBuffer value) {
        buffer.putShort((short) code).putShort((short) value.remaining()).put(value);
        pad();
    }

    private void endOfOptions() {
        buffer.putShort((short) OPTION_END).putShort((short) 0);
    }

    /** Every block begins at a multiple of four, and so does the buffer, since only whole blocks are handed on. */
    private void pad() {
        while (buffer.position() % Integer.BYTES != 0) {
            buffer.put((byte) 0);
        }
    }
}
