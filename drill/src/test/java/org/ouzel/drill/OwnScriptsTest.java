package org.ouzel.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts that are kept here, written from the RFCs, against Ouzel's own TCP in virtual time. */
class OwnScriptsTest {
    private static final Path FOLDER = Path.of("scripts");
    private static final int AT_LEAST = 500;

    static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".pkt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void holds(Path script) {
        ScriptReport report = run(script);
        assertThat(report.outcome()).as(report.text()).isEqualTo(ScriptReport.Outcome.OK);
    }

    private static ScriptReport run(Path script) {
        return new Drill(DrillSettings.DEFAULT).run(ScriptFile.of(script));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void tellsWhatItAsksAndWhere(Path script) throws IOException {
        assertThat(Files.readString(script)).containsPattern("RFC [0-9]+").containsPattern("// asks: (rfc|ouzel)");
    }

    @Test
    void areMany() throws IOException {
        assertThat(scripts()).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    }
}
