package org.ouzel.checks.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * That every MUST of the RFCs that we follow has a test, and every SHOULD a test or a place in the code, or else a reason; and that
 * {@code docs/rfc-coverage.md} tells so. {@code -Drfc.coverage=write} writes that page instead of comparing it.
 */
class RfcCoverageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path LISTS = Path.of("src/test/resources/rfc");
    private static final Path PAGE = ROOT.resolve("docs/rfc-coverage.md");
    private static final String EXCEPTIONS = "exceptions.txt";

    private static Coverage coverage() throws IOException {
        List<RequirementList> lists = new ArrayList<>();
        for (Path file : lists()) {
            lists.add(RequirementList.parse(Files.readString(file)));
        }
        return Coverage.of(
                lists, SourceTree.under(ROOT), Exemptions.parse(Files.readString(LISTS.resolve(EXCEPTIONS))));
    }

    /** RFC 9293 first, then by number. */
    private static List<Path> lists() throws IOException {
        try (Stream<Path> files = Files.list(LISTS)) {
            return files.filter(file -> !file.endsWith(EXCEPTIONS))
                    .sorted(Comparator.comparing((Path file) -> !file.endsWith("rfc9293.txt"))
                            .thenComparing(Path::toString))
                    .toList();
        }
    }

    @Test
    void nothingThatIsRequiredLacksItsTest() throws IOException {
        assertThat(coverage().faults()).isEmpty();
    }

    @Test
    void thePageTellsWhatIsCovered() throws IOException {
        String page = CoveragePage.of(coverage());
        if (System.getProperty("rfc.coverage", "").equals("write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/rfc-coverage.md; `just coverage-rfc` (-Drfc.coverage=write) makes it anew")
                .isEqualTo(page);
    }
}
