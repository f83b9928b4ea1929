package org.ouzel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each example does what it says. */
@Timeout(60)
class ExamplesTest {
    private interface Example {
        void main(String... args) throws Exception;
    }

    private static List<String> printedBy(Example example, String... args) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            example.main(args);
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void anEchoComesBackOverABadNetwork() throws Exception {
        String long1 = "quack ".repeat(10_000);
        assertThat(printedBy(Echo::main, "quack", long1, "again")).containsExactly("quack", long1, "again");
    }

    @Test
    void theReadmeShowsATestThatRuns() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        int begin = readme.indexOf("@Simulated(");
        String shown = readme.substring(begin, readme.indexOf("```", begin));
        assertThat(Files.readString(Path.of("src/test/java/org/ouzel/examples/RetryingClientTest.java")))
                .contains(shown.indent(4));
    }

    @Test
    void anInterruptIsSeenFirstAndFoundAtItsMark() throws Exception {
        List<String> printed = printedBy(Interrupt::main);
        assertThat(printed.getFirst()).startsWith("urgent data is coming");
        assertThat(String.join("", printed)).contains("^C").endsWith("then: $ ");
        assertThat(printed)
                .filteredOn(line -> line.startsWith("up to the mark: "))
                .hasSize(1);
    }
}
