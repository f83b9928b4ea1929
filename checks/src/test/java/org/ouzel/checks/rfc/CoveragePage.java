package org.ouzel.checks.rfc;

import java.util.List;
import java.util.stream.Collectors;

/** The page that tells where each requirement is met and tested. */
final class CoveragePage {
    private static final String HEAD = """
            # What the RFCs require, and where

            Made by `RfcCoverageTest` from the lists in `checks/src/test/resources/rfc`, from the citations in the comments of the code, and
            from the tags of the tests; `just coverage-rfc` makes it anew. A MUST without a test, and a SHOULD with neither test nor citation,
            fails the build unless there is an exception with its reason. Code cites a requirement by its number, by words of its sentence, or,
            where the document does not number its requirements, by its section; behind "§:" stands what cites the section of a numbered
            one. Documents whose code is not there yet are marked as pending: what they lack is told, and fails nothing. A sentence behind
            "≈" was not compared with the document: it tells what is asked for, not in which words.
            """;

    private CoveragePage() {}

    static String of(Coverage coverage) {
        return HEAD
                + "\n"
                + summary(coverage.documents())
                + coverage.documents().stream().map(CoveragePage::section).collect(Collectors.joining());
    }

    private static String summary(List<Coverage.Document> documents) {
        return "| document | requirements | tested | excepted | lacking |\n|---|---:|---:|---:|---:|\n"
                + documents.stream()
                        .map(document -> row(
                                document.list().document() + ", "
                                        + document.list().title()
                                        + (document.list().pending() ? " (pending)" : ""),
                                Integer.toString(document.rows().size()),
                                Long.toString(document.rows().stream()
                                        .filter(line -> !line.tests().isEmpty())
                                        .count()),
                                Long.toString(document.rows().stream()
                                        .filter(line -> line.exemption().isPresent())
                                        .count()),
                                Long.toString(document.lacking())))
                        .collect(Collectors.joining());
    }

    private static String section(Coverage.Document document) {
        return "\n## " + document.list().document() + ": " + document.list().title() + "\n\n"
                + (document.list().pending() ? "Pending.\n\n" : "")
                + "| id | level | § | requirement | where | tests, or why not |\n|---|---|---|---|---|---|\n"
                + document.rows().stream().map(CoveragePage::line).collect(Collectors.joining());
    }

    private static String line(Coverage.Row line) {
        Requirement requirement = line.requirement();
        return row(
                requirement.id(),
                requirement.level().toString(),
                requirement.section(),
                (requirement.exact() ? "" : "≈ ") + requirement.sentence().replace("|", "\\|"),
                where(line),
                tests(line));
    }

    private static String where(Coverage.Row line) {
        return line.citations().isEmpty() && !line.nearby().isEmpty()
                ? "§: " + links(line.nearby())
                : links(line.citations());
    }

    private static String links(List<Source> sources) {
        return sources.stream().map(CoveragePage::link).collect(Collectors.joining(", "));
    }

    private static String tests(Coverage.Row line) {
        if (line.exemption().isPresent()) {
            return "*Exception:* " + line.exemption().get();
        }
        if (line.isLacking()) {
            return "**lacking**";
        }
        return line.tests().stream()
                .map(test -> "[" + test.name() + "](" + address(test.source()) + ")")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String link(Source source) {
        return "[" + source.className() + "](" + address(source) + ")";
    }

    private static String address(Source source) {
        return "../" + source.path().toString().replace('\\', '/');
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
