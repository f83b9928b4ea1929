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

/** Scripts of what a kind of host does, each against Ouzel's own TCP with the profile that its folder is named after. */
class ProfileScriptsTest {
    private static final Path FOLDER = Path.of("profile-scripts");
    private static final int AT_LEAST = 41;
    private static final String WITHOUT = "// With rfc too: ";

    static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".pkt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void holdsWithTheProfile(Path script) {
        DrillSettings settings = DrillSettings.DEFAULT.withProfile(
                FOLDER.relativize(script).getName(0).toString());
        ScriptReport report = new Drill(settings).run(ScriptFile.of(script));
        assertThat(report.outcome()).as(report.text()).isEqualTo(ScriptReport.Outcome.OK);
    }

    /** What holds without the profile too says so in its head, and why it is here all the same. */
    @ParameterizedTest
    @MethodSource("scripts")
    void failsWithoutTheProfile(Path script) throws IOException {
        ScriptReport report = new Drill(DrillSettings.DEFAULT).run(ScriptFile.of(script));
        boolean saysSo = Files.readString(script).contains(WITHOUT);
        assertThat(report.outcome() == ScriptReport.Outcome.OK)
                .as(report.text())
                .isEqualTo(saysSo);
    }

    @Test
    void areMany() throws IOException {
        assertThat(scripts()).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    }
}
