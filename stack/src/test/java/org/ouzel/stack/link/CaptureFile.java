package org.ouzel.stack.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A capture file, read by the letter of draft-ietf-opsawg-pcapng: whatever is not as it must be is an {@link AssertionError}.
 *
 * @param interfaceName the name option of its one interface
 * @param packets its packets
 */
record CaptureFile(String interfaceName, List<Packet> packets) {
    private static final int HEAD = 12;

    /** A packet with its time in nanoseconds since 1970 and the flags option. */
    record Packet(long timeNs, int flags, List<Byte> bytes) {}

    private record Block(int type, ByteBuffer body) {}

    static CaptureFile read(Path file) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        Block section = block(all);
        check(section.type() == 0x0a0d0d0a, "no section header");
        check(section.body().getInt() == 0x1a2b3c4d, "byte-order magic");
        check(section.body().getShort() == 1 && section.body().getShort() == 0, "version");
        check(section.body().getLong() == -1, "section length");
        check(!section.body().hasRemaining(), "more in the section header");
        Block description = block(all);
        check(description.type() == 1, "no interface description");
        check(description.body().getShort() == 101, "link type");
        check(description.body().getShort() == 0, "reserved");
        check(description.body().getInt() == 0, "snap length");
        Map<Integer, byte[]> options = options(description.body());
        check(Arrays.equals(option(options, 9), new byte[] {9}), "time resolution");
        List<Packet> packets = new ArrayList<>();
        while (all.hasRemaining()) {
            packets.add(packet(block(all)));
        }
        return new CaptureFile(new String(option(options, 2), StandardCharsets.UTF_8), packets);
    }

    private static Block block(ByteBuffer all) {
        int start = all.position();
        int type = all.getInt();
        int length = all.getInt();
        check(length % 4 == 0 && length >= HEAD, "block length " + length);
        check(all.getInt(start + length - 4) == length, "the lengths before and behind a block differ");
        all.position(start + length);
        return new Block(type, all.slice(start + 8, length - HEAD).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static Packet packet(Block block) {
        check(block.type() == 6, "block type " + block.type());
        ByteBuffer body = block.body();
        check(body.getInt() == 0, "interface");
        long timeNs = (long) body.getInt() << 32 | Integer.toUnsignedLong(body.getInt());
        int captured = body.getInt();
        check(captured == body.getInt(), "captured and original length");
        byte[] bytes = padded(body, captured);
        byte[] flags = option(options(body), 2);
        List<Byte> boxed = new ArrayList<>();
        for (byte each : bytes) {
            boxed.add(each);
        }
        return new Packet(
                timeNs, ByteBuffer.wrap(flags).order(ByteOrder.LITTLE_ENDIAN).getInt(), boxed);
    }

    private static Map<Integer, byte[]> options(ByteBuffer body) {
        Map<Integer, byte[]> options = new HashMap<>();
        int code = body.getShort();
        while (code != 0) {
            check(options.put(code, padded(body, body.getShort())) == null, "an option comes twice");
            code = body.getShort();
        }
        check(body.getShort() == 0 && !body.hasRemaining(), "end of options");
        return options;
    }

    private static byte[] option(Map<Integer, byte[]> options, int code) {
        return options.getOrDefault(code, new byte[0]);
    }

    private static byte[] padded(ByteBuffer body, int length) {
        byte[] bytes = new byte[length];
        body.get(bytes);
        while (body.position() % 4 != 0) {
            check(body.get() == 0, "padding");
        }
        return bytes;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
