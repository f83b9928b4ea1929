package org.ouzel.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts of what other stacks do where it is not what the RFCs ask for, each against the profile that its folder is named after. */
class ProfileScriptsTest {
    private static final Path FOLDER = Path.of("profiles");

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
        ScriptReport report = new Drill(of(script.getParent().getFileName().toString())).run(ScriptFile.of(script));
        assertThat(report.outcome()).as(report.text()).isEqualTo(ScriptReport.Outcome.OK);
    }

    private static DrillSettings of(String profile) {
        DrillSettings usual = DrillSettings.DEFAULT;
        return new DrillSettings(
                usual.target(),
                profile,
                usual.switches(),
                usual.definitions(),
                usual.tolerance(),
                usual.jobs(),
                usual.timeout());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void tellsWhatTheRfcsSay(Path script) throws IOException {
        assertThat(Files.readString(script)).containsPattern("RFC [0-9]+");
    }
}
