package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ouzel.core.wire.InternetChecksum;
import org.ouzel.core.wire.Ipv4Header;

/** Cuts an IPv4 packet into fragments (RFC 791 §3.2). */
final class Fragmentation {
    private static final int TOTAL_LENGTH = 2;
    private static final int FLAGS_AND_OFFSET = 6;
    private static final int MORE = 0x2000;
    private static final int OFFSET = 0x1fff;
    private static final int UNIT = 8;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int COPIED = 0x80;

    private final Packet packet;
    private final int mtu;
    private final int firstFlagsAndOffset;
    private final int end;

    private Fragmentation(Packet packet, int mtu) {
        this.packet = packet;
        this.mtu = mtu;
        this.firstFlagsAndOffset = packet.word(FLAGS_AND_OFFSET);
        this.end = packet.length();
    }

    /** The fragments, in order, each no longer than the MTU, which leaves room for eight bytes behind the header. */
    static List<MemorySegment> of(Packet packet, int mtu) {
        return new Fragmentation(packet, mtu).all();
    }

    private List<MemorySegment> all() {
        List<MemorySegment> fragments = new ArrayList<>();
        int dataAt = packet.fixedHeaderLength();
        byte[] header = packet.bytes().asSlice(0, dataAt).toArray(ValueLayout.JAVA_BYTE);
        byte[] later = laterHeader(header);
        int at = dataAt;
        while (at < end) {
            int room = (mtu - header.length) / UNIT * UNIT;
            // The last one need not end at a unit.
            int count = end - at <= mtu - header.length ? end - at : room;
            fragments.add(fragment(header, at, count, (at - dataAt) / UNIT));
            header = later;
            at += count;
        }
        return fragments;
    }

    private MemorySegment fragment(byte[] header, int from, int count, int unitsOn) {
        MemorySegment fragment = MemorySegment.ofArray(new byte[header.length + count]);
        MemorySegment.copy(MemorySegment.ofArray(header), 0, fragment, 0, header.length);
        MemorySegment.copy(packet.bytes(), from, fragment, header.length, count);
        // A fragment that is cut again keeps its place, and its last part the flag that more follows.
        int more = from + count < end ? MORE : firstFlagsAndOffset & MORE;
        int offset = (firstFlagsAndOffset & OFFSET) + unitsOn;
        ByteBuffer fields = fragment.asByteBuffer();
        fields.put(0, (byte) (4 << 4 | header.length / Integer.BYTES));
        fields.putShort(TOTAL_LENGTH, (short) (header.length + count));
        fields.putShort(FLAGS_AND_OFFSET, (short) (more | offset));
        fields.putShort(Packet.V4_CHECKSUM, (short) 0);
        fields.putShort(Packet.V4_CHECKSUM, (short)
                InternetChecksum.finish(InternetChecksum.sum(fragment.asSlice(0, header.length))));
        return fragment;
    }

    /** RFC 791 §3.1: of the options, only those whose copied flag is set stand in all fragments. */
    private static byte[] laterHeader(byte[] first) {
        ByteBuffer kept = ByteBuffer.allocate(first.length);
        kept.put(first, 0, Ipv4Header.LENGTH);
        int at = Ipv4Header.LENGTH;
        while (at < first.length && first[at] != OPTION_END) {
            int length = optionLength(first, at);
            if ((first[at] & COPIED) != 0) {
                kept.put(first, at, length);
            }
            at += length;
        }
        while (kept.position() % Integer.BYTES != 0) {
            kept.put((byte) OPTION_END);
        }
        byte[] header = new byte[kept.position()];
        kept.get(0, header);
        return header;
    }

    private static int optionLength(byte[] header, int at) {
        if (header[at] == OPTION_NOP || at + 1 >= header.length) {
            return 1;
        }
        int length = Byte.toUnsignedInt(header[at + 1]);
        return Math.clamp(length, 1, header.length - at);
    }
}
