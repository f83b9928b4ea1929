package org.ouzel.drill.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the ECN fields of headers around a packet are to the one inside, where a tunnel ends (RFC 6040 §4.2). */
final class EcnTunnel {
    private static final int ECN = 0x3;
    private static final int NOT_ECT = 0;
    private static final int ECT_1 = 1;
    private static final int CE = 3;
    private static final int V4_HEADER = 20;
    private static final int V4_CHECKSUM = 10;
    private static final int V6_ECN_SHIFT = 20;

    private EcnTunnel() {}

    /** The packet as it leaves a tunnel; empty if it is dropped there. */
    static Optional<MemorySegment> decapsulated(List<Outer> headers, MemorySegment packet) throws CannotBeRead {
        byte[] bytes = packet.toArray(ValueLayout.JAVA_BYTE);
        int field = NOT_ECT;
        for (Outer header : headers) {
            OptionalInt ecn =
                    header instanceof Ip ip ? combined(ip.typeOfService() & ECN, field) : OptionalInt.of(field);
            if (ecn.isEmpty()) {
                return Optional.empty();
            }
            field = ecn.getAsInt();
        }
        int inner = IpPacket.read(ByteBuffer.wrap(bytes)).ip().typeOfService() & ECN;
        OptionalInt ecn = combined(inner, field);
        return ecn.isEmpty() ? Optional.empty() : Optional.of(MemorySegment.ofArray(marked(bytes, ecn.getAsInt())));
    }

    // Figure 4 of RFC 6040: what is outside never makes an ECN-capable packet incapable, and a mark that a packet could
    // not carry is a loss.
    private static OptionalInt combined(int inner, int outer) {
        if (inner == NOT_ECT) {
            return outer == CE ? OptionalInt.empty() : OptionalInt.of(NOT_ECT);
        }
        boolean taken = inner != CE && (outer == CE || outer == ECT_1);
        return OptionalInt.of(taken ? outer : inner);
    }

    private static byte[] marked(byte[] packet, int ecn) {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        if (packet[0] >>> 4 == 6) {
            return bytes.putInt(0, (bytes.getInt(0) & ~(ECN << V6_ECN_SHIFT)) | ecn << V6_ECN_SHIFT)
                    .array();
        }
        bytes.put(1, (byte) ((packet[1] & ~ECN) | ecn)).putShort(V4_CHECKSUM, (short) 0);
        byte[] header = new byte[Math.max(V4_HEADER, (packet[0] & 0xf) * Integer.BYTES)];
        bytes.get(0, header);
        return bytes.putShort(V4_CHECKSUM, (short) Ip.checksum(0L, header)).array();
    }
}
