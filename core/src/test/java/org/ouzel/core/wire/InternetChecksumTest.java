package org.ouzel.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {

    /** RFC 1071 §4.1, word by word. */
    private static int naive(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | (i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum >>> 16) + (sum & 0xffff);
        }
        return (int) ~sum & 0xffff;
    }

    @Test
    void agreesWithTheExampleOfRfc1071() {
        byte[] example = {0, 1, (byte) 0xf2, 3, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7};
        assertThat(InternetChecksum.sum(MemorySegment.ofArray(example))).isEqualTo(0xddf2);
    }

    @Test
    void agreesWithTheNaiveSumAtEveryLengthAndOverEverySplit() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            MemorySegment memory = MemorySegment.ofArray(bytes);
            assertThat(InternetChecksum.finish(InternetChecksum.sum(memory)))
                    .as("seed %d length %d", seed, length)
                    .isEqualTo(naive(bytes));
            int first = random.nextInt(length + 1);
            int second = first + random.nextInt(length - first + 1);
            Payload gathered = Payload.of(
                    List.of(memory.asSlice(0, first), memory.asSlice(first, second - first), memory.asSlice(second)));
            assertThat(InternetChecksum.finish(gathered.sum()))
                    .as("seed %d length %d split at %d and %d", seed, length, first, second)
                    .isEqualTo(naive(bytes));
        }
    }
}
