package org.ouzel.checks.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check itself: what it finds, and what it does not let pass. */
class CoverageTest {
    private static final String NUMBERED = """
            RFC 9293 Transmission Control Protocol (TCP)

            MUST-1 MUST §3.1
            The window size MUST be treated as an unsigned number, or else.

            SHLD-2 SHOULD §3.5.3
            TCP implementations SHOULD allow a received RST segment to include data.

            MAY-3 MAY §3.7.1
            and MAY send it always.
            """;
    private static final String BY_SECTION = """
            RFC 9438 CUBIC

            9438-4.6-1 SHOULD §4.6
            The parameter SHOULD be set to 0.7.

            9438-4.6.1-1 MUST NOT §4.6.1
            It MUST NOT grow.
            """;
    private static final String NO_REASONS = "";

    private static Source main(String text) {
        return new Source(Path.of("core", "src", "main", "java", "Window.java"), text);
    }

    private static Source test(String text) {
        return new Source(Path.of("core", "src", "test", "java", "WindowTest.java"), text);
    }

    private static Coverage coverage(String list, String main, String test, String exceptions) {
        return Coverage.of(
                List.of(RequirementList.parse(list)),
                new SourceTree(List.of(main(main)), List.of(test(test))),
                Exemptions.parse(exceptions));
    }

    private static boolean cites(String list, int index, String comment) {
        RequirementList requirements = RequirementList.parse(list);
        return Citations.of(main(comment))
                .cites(requirements, requirements.requirements().get(index));
    }

    @Test
    void aMustWithoutATestIsAFaultThoughItIsCited() {
        assertThat(coverage(NUMBERED, "// RFC 9293 MUST-1, SHLD-2\n", "", NO_REASONS)
                        .faults())
                .singleElement()
                .asString()
                .startsWith("RFC 9293 MUST-1 has no test and no exception: The window size");
    }

    @Test
    void aShouldNeedsACitationOrATest() {
        String tested = "@Tag(\"MUST-1\")\nclass WindowTest {}\n";
        assertThat(coverage(NUMBERED, "", tested, NO_REASONS).faults())
                .singleElement()
                .asString()
                .startsWith("RFC 9293 SHLD-2 has no test and no citation and no exception");
        assertThat(coverage(NUMBERED, "// SHLD-2\n", tested, NO_REASONS).faults())
                .isEmpty();
        assertThat(coverage(NUMBERED, "", tested, "SHLD-2: we do not.\n").faults())
                .isEmpty();
        assertThat(coverage(NUMBERED, "", "@Tag(\"MUST-1\")\n@Tag(\"SHLD-2\")\nclass A {}\n", NO_REASONS)
                        .faults())
                .isEmpty();
    }

    @Test
    void whatIsExceptedMustNotBeTested() {
        assertThat(coverage(NUMBERED, "// SHLD-2", "@Tag(\"MUST-1\")\nclass A {}\n", "MUST-1: why.\n")
                        .faults())
                .containsExactly("RFC 9293 MUST-1 is excepted, and tested by A");
    }

    @Test
    void namesThatNothingHasAreFaults() {
        String tests = "@Tag(\"MUST-1\")\n@Tag(\"MUST-70\")\n@Tag(\"9438-4.6-9\")\n@Tag(\"slow\")\nclass A {}\n";
        assertThat(coverage(NUMBERED, "// SHLD-2", tests, "SHLD-99: why.\n").faults())
                .containsExactly(
                        "A has a tag that no requirement has: MUST-70",
                        "A has a tag that no requirement has: 9438-4.6-9",
                        "an exception names what no document requires: SHLD-99");
    }

    @Test
    void whatAPendingDocumentLacksIsToldButNoFault() {
        Coverage coverage = coverage(BY_SECTION.replace("CUBIC\n", "CUBIC\npending\n"), "", "", NO_REASONS);
        assertThat(coverage.faults()).isEmpty();
        assertThat(CoveragePage.of(coverage))
                .contains("| RFC 9438, CUBIC (pending) | 2 | 0 | 0 | 2 |")
                .contains("| 9438-4.6-1 | SHOULD | 4.6 | The parameter SHOULD be set to 0.7. |  | **lacking** |");
    }

    @Test
    void aTestIsNamedWithTheClassesAroundIt() {
        String text = """
                @Tag("MUST-3")
                class WindowTest {
                    @Nested
                    class Closed {
                        @Tag("MUST-1")
                        @ParameterizedTest
                        @CsvSource({
                            "1, 2",
                        })
                        void opens(int one, int two) throws Exception {
                            check();
                        }
                    }

                    @Nested
                    class Open {}

                    @Test
                    @Tag("MUST-2")
                    void stays() {}

                    @Test
                    void hasNoTag() {}
                }
                """;
        assertThat(TaggedTest.of(test(text)))
                .extracting(tagged -> tagged.tag() + " " + tagged.name())
                .containsExactly("MUST-3 WindowTest", "MUST-1 WindowTest.Closed.opens", "MUST-2 WindowTest.stays");
    }

    @Test
    void aTagInACommentOrATextIsNone() {
        String text = """
                // @Tag("MUST-1")
                /** As in {@code @Tag("MUST-1")}. */
                class WindowTest {
                    String text = "@Tag(\\"MUST-1\\") // no comment";
                    String block = \"""
                            @Tag("MUST-1")
                            \""";

                    @Tag("MUST-2")
                    void stays() {}
                }
                """;
        assertThat(TaggedTest.of(test(text))).extracting(TaggedTest::tag).containsExactly("MUST-2");
    }

    @Test
    void aNumberOrTheWordsOfASentenceCiteIt() {
        assertThat(cites(NUMBERED, 0, "int a; // RFC 9293 §3.1 (MUST-1): unsigned"))
                .isTrue();
        assertThat(cites(NUMBERED, 0, "/** MUST-1. */")).isTrue();
        assertThat(cites(NUMBERED, 0, "// MUST-10 and MUST-1-2")).isFalse();
        assertThat(cites(NUMBERED, 0, "String name = \"MUST-1\";")).isFalse();
        assertThat(cites(NUMBERED, 1, """
                        // RFC 9293 §3.5.3: "TCP implementations SHOULD allow a received
                        // RST segment to include data (SHLD-9)."
                        """)).isTrue();
        assertThat(cites(NUMBERED, 1, """
                        /**
                         * "SHOULD allow a received RST
                         * segment to include data."
                         */
                        """)).isTrue();
        assertThat(cites(NUMBERED, 1, "// \"to include data\"")).isFalse();
        assertThat(cites(NUMBERED, 0, "// RFC 9293 §3.1")).isFalse();
    }

    @Test
    void aTextIsNoComment() {
        assertThat(cites(NUMBERED, 0, "String a = \"// MUST-1\";\nString b = \"/* MUST-1 */\";"))
                .isFalse();
        assertThat(cites(NUMBERED, 0, "char a = '\"'; // MUST-1")).isTrue();
    }

    @Test
    void aSectionCitesWhatHasNoNumberOfItsOwn() {
        assertThat(cites(BY_SECTION, 0, "// RFC 9438 §4.6: \"...\"")).isTrue();
        assertThat(cites(BY_SECTION, 0, "/** As in RFC 9438 §4.6. */")).isTrue();
        assertThat(cites(BY_SECTION, 0, "// RFC 9438\n// §4.6")).isTrue();
        assertThat(cites(BY_SECTION, 0, "// RFC 9438 §4.6.1")).isFalse();
        assertThat(cites(BY_SECTION, 0, "// RFC 9438 §4.60")).isFalse();
        assertThat(cites(BY_SECTION, 0, "// RFC 8312 §4.6")).isFalse();
    }

    @Test
    void thePageMarksWordsThatWereNotCompared() {
        String list = BY_SECTION.replace("MUST NOT §4.6.1\n", "MUST NOT §4.6.1 unchecked\n");
        assertThat(CoveragePage.of(coverage(list, "", "", NO_REASONS)))
                .contains("| The parameter SHOULD")
                .contains("| ≈ It MUST NOT grow. |");
    }

    @Test
    void thePageLinksToSourcesWithoutTheirLines() {
        String tests = "@Tag(\"MUST-1\")\nclass WindowTest {}\n";
        assertThat(CoveragePage.of(coverage(NUMBERED, "// MUST-1", tests, "SHLD-2: we do not.\n")))
                .contains("| RFC 9293, Transmission Control Protocol (TCP) | 3 | 1 | 1 | 0 |")
                .contains("[Window](../core/src/main/java/Window.java)"
                        + " | [WindowTest](../core/src/test/java/WindowTest.java) |")
                .contains("| *Exception:* we do not. |");
    }

    @Test
    void readsTheSourcesOfEveryModule(@TempDir Path root) throws IOException {
        for (String file : List.of("a/src/main/java/A.java", "a/src/test/java/ATest.java", "b/src/main/java/B.java")) {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "class A {}");
        }
        Files.writeString(root.resolve("a/pom.xml"), "<project/>");
        SourceTree tree = SourceTree.under(root);
        assertThat(tree.main()).extracting(Source::path).containsExactly(Path.of("a/src/main/java/A.java"));
        assertThat(tree.test()).extracting(Source::className).containsExactly("ATest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RFC 1 T\n\nMUST-1 MUST 3.1\nNo section sign.\n",
                "RFC 1 T\n\nMUST-1 WILL §3.1\nNo level.\n",
                "RFC 1 T\n\nMUST-1 MUST §3.1\n",
                "RFC 1 T\n\nMUST-1 MUST §3.1\nTwo\nlines.\n",
                "RFC 1 T\nwaiting\n\nMUST-1 MUST §3.1\nA word.\n",
                "RFC 1 T\n\nMUST-1 MUST §3.1\nOnce.\n\nMUST-1 MUST §3.1\nTwice.\n",
                "Transmission Control Protocol\n\nMUST-1 MUST §3.1\nNo number.\n"
            })
    void aListThatIsNotOfTheFormIsRefused(String text) {
        assertThatThrownBy(() -> RequirementList.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MUST-1\n", "MUST-1: \n", "MUST-1: why.\nMUST-1: why else.\n"})
    void anExceptionWithoutAReasonOfItsOwnIsRefused(String text) {
        assertThatThrownBy(() -> Exemptions.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
