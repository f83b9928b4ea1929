package org.ouzel.checks.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.drill.Drill;
import org.ouzel.drill.DrillSettings;
import org.ouzel.drill.DrillSettings.TargetKind;
import org.ouzel.drill.ScriptFile;
import org.ouzel.drill.ScriptReport;
import org.ouzel.drill.ScriptReport.Outcome;
import org.ouzel.os.interop.Interop;

/** The scripts of our own that ask for nothing but what the RFCs say, against Linux's TCP: the scripts are held to that by it. */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OwnScriptsOnKernelTest {
    private static final Path FOLDER = Path.of("..", "drill", "scripts");
    private static final String ASKS_FOR_RFCS = "// asks: rfc";

    /** In the head of a script: what Linux does instead, and why. */
    private static final String REASON = "// linux: ";

    private static final double AT_LEAST = 0.85;

    /** Scripts mostly wait. */
    private static final int JOBS = 8;

    private static final Drill DRILL =
            new Drill(DrillSettings.DEFAULT.withTarget(TargetKind.KERNEL).withJobs(JOBS));

    @BeforeEach
    void needsRootAndDevices() {
        Interop.require();
    }

    private static List<ScriptFile> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".pkt"))
                    .filter(file -> text(file).contains(ASKS_FOR_RFCS))
                    .sorted()
                    .map(ScriptFile::of)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isExplained(ScriptReport report) {
        return text(Path.of(report.name())).contains(REASON);
    }

    /** In real time a script may fail because the computer is busy; then it does not the second time. */
    private static ScriptReport again(ScriptReport report) {
        boolean surprises = report.outcome() == Outcome.FAILED && !isExplained(report);
        return surprises ? DRILL.run(ScriptFile.of(Path.of(report.name()))) : report;
    }

    @Test
    void mostPassAndTheOthersSayWhatLinuxDoesInstead() throws Exception {
        List<ScriptReport> reports = DRILL.run(scripts(), _ -> {}).stream()
                .map(OwnScriptsOnKernelTest::again)
                .toList();
        List<ScriptReport> others = reports.stream()
                .filter(report -> report.outcome() != Outcome.OK)
                .toList();

        assertThat(others).allMatch(OwnScriptsOnKernelTest::isExplained);
        assertThat(reports.size() - others.size()).isGreaterThanOrEqualTo((int) Math.ceil(AT_LEAST * reports.size()));
    }
}
