package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A glance at a packet never misses a request, and takes nothing for one that has other flags where flags usually are. */
class RequestGlanceTest {
    private static final int SYN = 2;
    private static final int ACK = 16;

    private static MemorySegment packet(int first, int protocolAt, int protocol, int header, int flags) {
        byte[] bytes = new byte[header + TcpSegment.MIN_HEADER_LENGTH];
        bytes[0] = (byte) first;
        bytes[protocolAt] = (byte) protocol;
        bytes[header + 13] = (byte) flags;
        return MemorySegment.ofArray(bytes);
    }

    private static MemorySegment v4(int flags) {
        return packet(0x45, 9, TcpSegment.PROTOCOL, 20, flags);
    }

    private static MemorySegment v6(int flags) {
        return packet(0x60, 6, TcpSegment.PROTOCOL, 40, flags);
    }

    @Test
    void aSynAloneMayBeOne() {
        assertThat(SegmentReader.mayBeRequest(v4(SYN))).isTrue();
        assertThat(SegmentReader.mayBeRequest(v6(SYN))).isTrue();
        assertThat(SegmentReader.mayBeRequest(v4(SYN | 0xc0)))
                .as("with ECE and CWR")
                .isTrue();
    }

    @Test
    void whatHasOtherFlagsIsNone() {
        assertThat(SegmentReader.mayBeRequest(v4(ACK))).isFalse();
        assertThat(SegmentReader.mayBeRequest(v6(ACK))).isFalse();
        assertThat(SegmentReader.mayBeRequest(v4(SYN | ACK))).isFalse();
        assertThat(SegmentReader.mayBeRequest(v6(SYN | ACK))).isFalse();
        assertThat(SegmentReader.mayBeRequest(v4(0))).isFalse();
    }

    @Test
    void anotherProtocolIsNone() {
        assertThat(SegmentReader.mayBeRequest(packet(0x45, 9, 1, 20, SYN))).isFalse();
    }

    @Test
    void whereItCannotBeToldItMayBe() {
        assertThat(SegmentReader.mayBeRequest(packet(0x46, 9, TcpSegment.PROTOCOL, 24, SYN)))
                .as("IPv4 with options")
                .isTrue();
        assertThat(SegmentReader.mayBeRequest(packet(0x60, 6, 0, 48, SYN)))
                .as("IPv6 with hop-by-hop options")
                .isTrue();
    }

    @Test
    void nothingThrows() {
        long seed = System.nanoTime();
        System.out.println("RequestGlanceTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
            }
            boolean _ = SegmentReader.mayBeRequest(MemorySegment.ofArray(bytes));
        }
    }
}
