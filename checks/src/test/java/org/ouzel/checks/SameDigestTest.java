package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A campaign comes to the same in any virtual machine: compiled or interpreted, on one processor or on several, in one job or in
 * several. Each has hash codes, a salt of sets and an order of threads of its own.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SameDigestTest {
    private static String digest(int seeds, String... options) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        OuzelCommand.line(List.of(options), List.of("sim", "--seeds", Integer.toString(seeds))))
                .redirectErrorStream(true)
                .start();
        List<String> said = OuzelCommand.ended(process);
        return said.stream()
                .filter(line -> line.startsWith("digest "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no digest: " + String.join("\n", said)));
    }

    @Test
    void isTheSameOnOneProcessorAndHalfCompiled() throws Exception {
        String plain = digest(30);
        assertThat(plain).matches("digest +[0-9a-f]{16}");
        assertThat(digest(30, "-XX:ActiveProcessorCount=1")).isEqualTo(plain);
        assertThat(digest(30, "-XX:TieredStopAtLevel=1")).isEqualTo(plain);
    }

    /** Of few seeds: an interpreter takes thirty times as long. */
    @Test
    void isTheSameInterpreted() throws Exception {
        assertThat(digest(5, "-Xint")).isEqualTo(digest(5));
    }
}
