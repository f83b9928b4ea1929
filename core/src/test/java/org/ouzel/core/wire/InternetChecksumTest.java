package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {

    /** RFC 1071, word by word, the last odd byte padded with zero. */
    private static int naive(byte[] bytes) {
        long sum = 0;
        for (int at = 0; at < bytes.length; at += 2) {
            int low = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
            sum += (bytes[at] & 0xff) << 8 | low;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    private static byte[] random(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void sumsTheExampleOfRfc1071() {
        byte[] bytes = HexFormat.of().parseHex("0001f203f4f5f6f7");

        assertThat(InternetChecksum.sum(MemorySegment.ofArray(bytes))).isEqualTo(0xddf2);
        assertThat(InternetChecksum.finish(0xddf2)).isEqualTo(0x220d);
    }

    @Test
    void agreesWithTheNaiveSumAtEveryLengthAndAlignment() {
        long seed = 1071;
        SplittableRandom random = new SplittableRandom(seed);
        for (int length = 0; length <= 300; length++) {
            byte[] bytes = random(random, length + 7);
            for (int start = 0; start < 8; start++) {
                MemorySegment slice = MemorySegment.ofArray(bytes).asSlice(start, length);
                byte[] alone = slice.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                assertThat(InternetChecksum.finish(InternetChecksum.sum(slice)))
                        .as("seed %d length %d start %d", seed, length, start)
                        .isEqualTo(naive(alone));
            }
        }
    }

    @Test
    void carriesEveryOverflowOfAllOnes() {
        for (int length : new int[] {1, 2, 15, 16, 17, 65_535, 65_536, 1 << 20}) {
            byte[] bytes = new byte[length];
            java.util.Arrays.fill(bytes, (byte) 0xff);
            assertThat(InternetChecksum.finish(InternetChecksum.sum(MemorySegment.ofArray(bytes))))
                    .as("length %d", length)
                    .isEqualTo(naive(bytes));
        }
    }

    @Test
    void readsNativeMemoryLikeHeapMemory() {
        byte[] bytes = random(new SplittableRandom(7), 1501);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment outside = arena.allocate(bytes.length);
            outside.copyFrom(MemorySegment.ofArray(bytes));
            assertThat(InternetChecksum.sum(outside)).isEqualTo(InternetChecksum.sum(MemorySegment.ofArray(bytes)));
        }
    }

    @Test
    void gatheredPiecesOfAnyLengthSumLikeTheWhole() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = random(random, random.nextInt(2000));
            MemorySegment whole = MemorySegment.ofArray(bytes);
            List<MemorySegment> slices = new ArrayList<>();
            for (int at = 0; at < bytes.length; ) {
                int count = Math.min(bytes.length - at, random.nextInt(0, 40));
                slices.add(whole.asSlice(at, count));
                at += count;
            }
            assertThat(InternetChecksum.finish(Payload.of(slices).sum()))
                    .as("seed %d", seed)
                    .isEqualTo(naive(bytes));
        }
    }

    @Test
    void pseudoHeaderSumsAddressesProtocolAndLength() {
        IpAddress a = IpAddress.parse("192.0.2.1");
        IpAddress b = IpAddress.parse("198.51.100.2");
        byte[] v4 = HexFormat.of().parseHex("c0000201c6336402" + "0006" + "ffff");
        assertThat(InternetChecksum.finish(InternetChecksum.pseudoHeader(a, b, 6, 0xffff)))
                .isEqualTo(naive(v4));

        IpAddress c = IpAddress.parse("2001:db8::1");
        IpAddress d = IpAddress.parse("fe80:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
        byte[] v6 = HexFormat.of()
                .parseHex("20010db8000000000000000000000001" + "fe80ffffffffffffffffffffffffffff" + "00010001"
                        + "0000003a");
        assertThat(InternetChecksum.finish(InternetChecksum.pseudoHeader(c, d, 58, 0x1_0001)))
                .isEqualTo(naive(v6));
    }
}
