package org.ouzel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AskedValuesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A process that knows what is to be measured by its length, and nothing longer. */
    public static final class Lengths {
        private Lengths() {}

        /**
         * Answers until the parent ends.
         *
         * @param arguments none
         */
        public static void main(String[] arguments) throws IOException {
            AskedValues.give(question -> {
                if (question.length() > 5) {
                    throw new IOException("too\nlong", new IOException("a cause"));
                }
                return Map.of("length", (double) question.length());
            });
        }
    }

    @Test
    void valuesComeByTheirNamesAndFailuresWithTheirCauses() throws IOException {
        List<String> command = JavaCommand.of(List.of(), Lengths.class).line();
        try (AskedProcess process = AskedProcess.start("lengths", command, PATIENCE)) {
            assertThat(AskedValues.ask(process, "four", PATIENCE)).isEqualTo(Map.of("length", 4.0));
            assertThatThrownBy(() -> AskedValues.ask(process, "longer", PATIENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("too long")
                    .hasMessageContaining("a cause");
            assertThat(AskedValues.ask(process, "two", PATIENCE)).isEqualTo(Map.of("length", 3.0));
        }
    }
}
