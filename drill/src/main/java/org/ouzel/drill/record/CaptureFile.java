package org.ouzel.drill.record;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the IP packets of a capture: pcapng (draft-ietf-opsawg-pcapng), or pcap (draft-ietf-opsawg-pcap), of interfaces that carry raw IP
 * or Ethernet.
 */
public final class CaptureFile {
    private static final int SECTION_HEADER = 0x0a0d_0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BLOCK_HEADER = 8;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final int POWER_OF_TWO = 0x80;
    private static final int MICROSECONDS = 6;

    private static final int PCAP_MICROSECONDS = 0xa1b2_c3d4;
    private static final int PCAP_NANOSECONDS = 0xa1b2_3c4d;
    private static final int PCAP_HEADER = 24;
    private static final int PCAP_LINK_TYPE = 20;

    private static final double NS_PER_S = 1e9;
    private static final long WHOLE_NS_PER_S = 1_000_000_000L;
    private static final long NS_PER_US = 1000;

    private final List<Captured> packets = new ArrayList<>();
    private final List<Interface> interfaces = new ArrayList<>();

    /**
     * A packet.
     *
     * @param at when it went by, in nanoseconds since any time
     * @param bytes the packet, from its IP header on
     */
    public record Captured(long at, MemorySegment bytes) {}

    /** What packets of an interface are like. */
    private record Interface(LinkType type, double ticksPerSecond) {
        long nanoseconds(long ticks) {
            return ticksPerSecond == NS_PER_S ? ticks : Math.round(ticks * (NS_PER_S / ticksPerSecond));
        }
    }

    private CaptureFile() {}

    /**
     * The packets of a file.
     *
     * @throws IOException if it cannot be read, or is no capture that is understood
     */
    public static List<Captured> read(Path file) throws IOException {
        return read(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    static List<Captured> read(ByteBuffer whole) throws IOException {
        ByteBuffer file = whole.slice();
        try {
            CaptureFile capture = new CaptureFile();
            int magic = file.getInt(0);
            if (magic == SECTION_HEADER) {
                capture.blocks(file);
            } else {
                capture.pcap(file, magic);
            }
            return List.copyOf(capture.packets);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException cut) {
            throw new IOException("the capture is cut off or broken", cut);
        }
    }

    // ---- pcapng

    private void blocks(ByteBuffer file) throws IOException {
        while (file.remaining() >= BLOCK_HEADER + Integer.BYTES) {
            int start = file.position();
            if (file.getInt(start) == SECTION_HEADER) {
                boolean same = file.getInt(start + BLOCK_HEADER) == BYTE_ORDER_MAGIC;
                file.order(same ? file.order() : other(file.order()));
                interfaces.clear();
            }
            int type = file.getInt(start);
            int length = file.getInt(start + Integer.BYTES);
            ByteBuffer body = file.slice(start + BLOCK_HEADER, length - BLOCK_HEADER - Integer.BYTES)
                    .order(file.order());
            switch (type) {
                case INTERFACE_DESCRIPTION -> interfaces.add(description(body));
                case ENHANCED_PACKET -> packet(body);
                default -> {}
            }
            file.position(start + length);
        }
    }

    private static ByteOrder other(ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    private static Interface description(ByteBuffer body) throws IOException {
        LinkType type = LinkType.of(Short.toUnsignedInt(body.getShort(0)));
        int resolution = MICROSECONDS;
        int at = 8;
        while (at + 4 <= body.limit()) {
            int code = Short.toUnsignedInt(body.getShort(at));
            int length = Short.toUnsignedInt(body.getShort(at + 2));
            if (code == OPTION_TIME_RESOLUTION) {
                resolution = Byte.toUnsignedInt(body.get(at + 4));
            }
            at += 4 + Math.ceilDiv(length, 4) * 4;
        }
        boolean two = (resolution & POWER_OF_TWO) != 0;
        return new Interface(type, Math.pow(two ? 2 : 10, resolution & ~POWER_OF_TWO));
    }

    private void packet(ByteBuffer body) {
        Interface by = interfaces.get(body.getInt(0));
        long ticks = Integer.toUnsignedLong(body.getInt(4)) << Integer.SIZE | Integer.toUnsignedLong(body.getInt(8));
        add(by.type(), by.nanoseconds(ticks), body.slice(20, body.getInt(12)));
    }

    // ---- pcap

    private void pcap(ByteBuffer file, int magic) throws IOException {
        boolean swapped =
                Integer.reverseBytes(magic) == PCAP_MICROSECONDS || Integer.reverseBytes(magic) == PCAP_NANOSECONDS;
        int known = swapped ? Integer.reverseBytes(magic) : magic;
        if (known != PCAP_MICROSECONDS && known != PCAP_NANOSECONDS) {
            throw new IOException("neither a pcapng nor a pcap file");
        }
        file.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long unitNs = known == PCAP_NANOSECONDS ? 1 : NS_PER_US;
        LinkType type = LinkType.of(file.getInt(PCAP_LINK_TYPE) & 0xffff);
        file.position(PCAP_HEADER);
        while (file.hasRemaining()) {
            long seconds = Integer.toUnsignedLong(file.getInt());
            long fraction = Integer.toUnsignedLong(file.getInt());
            int length = file.getInt();
            file.getInt(); // How long it was before it was cut; the IP header tells that too.
            add(type, seconds * WHOLE_NS_PER_S + fraction * unitNs, file.slice(file.position(), length));
            file.position(file.position() + length);
        }
    }

    // ---- Packets

    private void add(LinkType type, long at, ByteBuffer frame) {
        Optional<ByteBuffer> packet = type.packet(frame.order(ByteOrder.BIG_ENDIAN));
        packet.ifPresent(bytes -> packets.add(new Captured(at, MemorySegment.ofArray(whole(bytes)))));
    }

    /** A packet that was cut when it was captured, with zeros for what is missing. */
    private static byte[] whole(ByteBuffer packet) {
        int version = packet.get(0) >>> 4;
        int length =
                version == 4 ? Short.toUnsignedInt(packet.getShort(2)) : 40 + Short.toUnsignedInt(packet.getShort(4));
        byte[] bytes = new byte[Math.max(length, packet.remaining())];
        packet.get(packet.position(), bytes, 0, packet.remaining());
        return bytes;
    }
}
