package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapesTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "abc, 616263",
                "\\n\\r\\t\\\\, 0a0d095c",
                "\\\"\\', 2227",
                "\\a\\b\\v\\f\\e, 07080b0c1b",
                "\\x41\\x4\\x4142, 4104413432",
                "\\0\\12\\1234, 000a5334",
                "\\777, ff",
                "\\q\\x, 7178",
                "é€, c3a9e282ac",
                "\\é, c3a9",
                "a\\, 615c",
            })
    void standForBytes(String written, String bytes) {
        byte[] actual = Escapes.undo(written).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Hex.of(actual).digits()).isEqualTo(bytes);
    }

    @Test
    void areReadAgainAsTheyWereWritten() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 1000; round++) {
            StringBuilder bytes = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                bytes.append((char) random.nextInt(256));
            }
            assertThat(Escapes.undo(Escapes.write(bytes.toString())))
                    .as("seed %d", seed)
                    .isEqualTo(bytes.toString());
        }
    }
}
