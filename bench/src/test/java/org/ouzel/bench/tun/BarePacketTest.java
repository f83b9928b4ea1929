package org.ouzel.bench.tun;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packets of the ceiling, byte by byte: a SYN of Linux that is answered. */
class BarePacketTest {
    /** From 198.18.0.1:32768 to 198.18.0.2:7002, sequence 0x01020304, MSS, SACK, timestamps, a shift of 7. */
    private static final String SYN = "4500003c000040004006ae94c6120001c6120002"
            + "80001b5a0102030400000000a002faf000000000"
            + "020405b40402080a00000001000000000103030a";

    private static final MemorySegment REQUEST =
            MemorySegment.ofArray(HexFormat.of().parseHex(SYN));

    private final BarePacket packet = new BarePacket(false);

    private static String hex(MemorySegment bytes) {
        return HexFormat.of().formatHex(bytes.toArray(JAVA_BYTE));
    }

    @Test
    void readsWhatItNeeds() {
        assertThat(BarePacket.isTcp(REQUEST)).isTrue();
        assertThat(BarePacket.sourcePort(REQUEST)).isEqualTo(32768);
        assertThat(BarePacket.destinationPort(REQUEST)).isEqualTo(7002);
        assertThat(BarePacket.sequence(REQUEST)).isEqualTo(0x01020304);
        assertThat(BarePacket.acknowledgment(REQUEST)).isZero();
        assertThat(BarePacket.has(REQUEST, BarePacket.SYN)).isTrue();
        assertThat(BarePacket.has(REQUEST, BarePacket.ACK)).isFalse();
        assertThat(BarePacket.window(REQUEST)).isEqualTo(64240);
        assertThat(BarePacket.payloadBytes(REQUEST)).isZero();
        assertThat(BarePacket.windowScale(REQUEST)).isEqualTo(10);
    }

    @Test
    void knowsNoOtherPackets() {
        assertThat(BarePacket.isTcp(REQUEST.asSlice(0, 39))).isFalse();
        assertThat(BarePacket.isTcp(MemorySegment.ofArray(HexFormat.of().parseHex("60" + SYN.substring(2)))))
                .isFalse();
        assertThat(BarePacket.isTcp(MemorySegment.ofArray(
                        HexFormat.of().parseHex(SYN.substring(0, 18) + "11" + SYN.substring(20)))))
                .isFalse();
    }

    @Test
    void answersARequest() {
        packet.answer(REQUEST);

        assertThat(hex(packet.syn(0, 0x01020305, 1460)))
                .isEqualTo("45000030000040004006aea0c6120002c6120001"
                        + "1b5a8000000000000102030570" + "128000" + checksum(packet.syn(0, 0x01020305, 1460))
                        + "0000020405b401030304");
        assertSums(packet.syn(0, 0x01020305, 1460), 0);
    }

    @Test
    void sumsWhatItSends() {
        packet.answer(REQUEST);

        assertSums(packet.segment(0xfffffff0, 0xffffffff, BarePacket.ACK, 1460, 0), 1460);
        assertSums(packet.segment(1, 2, BarePacket.ACK, 0, 0), 0);
        MemorySegment number = packet.number(1, 2, BarePacket.ACK | BarePacket.FIN, 0xfedcba9876543210L);
        assertThat(number.byteSize()).isEqualTo(48);
        assertThat(hex(number)).endsWith("fedcba9876543210");
        assertSums(number, 0);
        assertThat(BarePacket.payloadBytes(number)).isEqualTo(8);
        assertThat(packet.segment(1, 2, BarePacket.ACK, 0, 0).byteSize()).isEqualTo(40);
    }

    @Test
    void sumsDataInPiecesAndSeesWhatIsNotIntact() {
        packet.answer(REQUEST);
        byte[] payload = HexFormat.of().parseHex("fedcba98765432100f");
        MemorySegment all = MemorySegment.ofArray(payload);

        int sum = BarePacket.sum(List.of(all.asSlice(0, 5), all.asSlice(5)));
        MemorySegment headers = packet.segment(7, 8, BarePacket.ACK | BarePacket.PSH, payload.length, sum);
        MemorySegment whole = MemorySegment.ofArray(HexFormat.of().parseHex(hex(headers) + hex(all)));

        assertThat(hex(BarePacket.payload(whole))).isEqualTo(hex(all));
        assertThat(BarePacket.isIntact(whole)).isTrue();
        assertThat(BarePacket.isIntact(REQUEST)).as("its checksum is zero").isFalse();
        for (int at = 12; at < whole.byteSize(); at++) {
            assertDamageIsSeen(whole, at);
        }
    }

    private static void assertDamageIsSeen(MemorySegment whole, int at) {
        MemorySegment damaged = MemorySegment.ofArray(whole.toArray(JAVA_BYTE));
        damaged.set(JAVA_BYTE, at, (byte) (damaged.get(JAVA_BYTE, at) ^ 0x04));
        assertThat(BarePacket.isIntact(damaged)).as("byte %d", at).isFalse();
    }

    private static String checksum(MemorySegment segment) {
        return hex(segment.asSlice(36, 2));
    }

    /** RFC 1071 §1 (3): the sum over all, with the checksum in it, is all ones. */
    private static void assertSums(MemorySegment headers, int zeros) {
        byte[] bytes = headers.toArray(JAVA_BYTE);
        assertThat(sum(bytes, 0, 20)).isEqualTo(0xffff);
        int pseudoHeader = 6 + bytes.length - 20 + zeros;
        int sum = sum(bytes, 20, bytes.length) + sum(bytes, 12, 20) + pseudoHeader;
        assertThat((sum & 0xffff) + (sum >>> 16)).isEqualTo(0xffff);
    }

    private static int sum(byte[] bytes, int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at += 2) {
            sum += ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
