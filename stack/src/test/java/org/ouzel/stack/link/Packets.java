package org.ouzel.stack.link;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Packets for the tests of links: numbered in their first bytes, and told apart by what follows. */
final class Packets {
    static final int LENGTH = 64;

    /** How long a test waits for what must come before it fails. */
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private Packets() {}

    static byte[] numbered(int number) {
        MemorySegment packet = MemorySegment.ofArray(new byte[LENGTH]);
        for (int i = 0; i < LENGTH; i++) {
            packet.set(ValueLayout.JAVA_BYTE, i, (byte) (number * 31 + i));
        }
        packet.set(ValueLayout.JAVA_INT_UNALIGNED, 0, number);
        return bytes(packet);
    }

    static int number(byte[] packet) {
        return MemorySegment.ofArray(packet).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    }

    static byte[] bytes(MemorySegment packet) {
        return packet.toArray(ValueLayout.JAVA_BYTE);
    }

    static boolean write(Link link, byte[] packet) throws IOException {
        return link.write(MemorySegment.ofArray(packet), List.of());
    }

    /** Everything that can be read without waiting. A read may be empty because all that it found was lost. */
    static List<byte[]> readAll(Link link) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        FrameBatch batch = FrameBatch.of(link.capabilities());
        for (int reads = 0; reads < MemoryLink.QUEUE || batch.size() > 0; reads++) {
            link.read(batch, 0);
            addTo(packets, batch);
        }
        return packets;
    }

    /** So many packets, waiting for them; fewer if they do not come. */
    static List<byte[]> read(Link link, int count) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        FrameBatch batch = FrameBatch.of(link.capabilities());
        while (packets.size() < count && link.read(batch, PATIENCE_NS) && batch.size() > 0) {
            addTo(packets, batch);
        }
        return packets;
    }

    private static void addTo(List<byte[]> packets, FrameBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            packets.add(bytes(batch.frame(i)));
        }
    }
}
