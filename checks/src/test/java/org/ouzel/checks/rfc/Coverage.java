package org.ouzel.checks.rfc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands for each requirement of several documents.
 *
 * @param faults why the build must fail, in sentences; empty if all is well
 */
record Coverage(List<Document> documents, List<String> faults) {
    private static final Pattern TAG_OF_A_REQUIREMENT =
            Pattern.compile("(MUST|SHLD|MAY|REC)-\\d+|[A-Za-z0-9]+-[A-Z]?[0-9.]+-\\d+");

    /** A document and the rows of its table. */
    record Document(RequirementList list, List<Row> rows) {
        long lacking() {
            return rows.stream().filter(Row::isLacking).count();
        }
    }

    /**
     * A requirement, the sources that cite it, those that cite its section, the tests with its tag, and the reason of its
     * exception.
     */
    record Row(
            Requirement requirement,
            List<Source> citations,
            List<Source> nearby,
            List<TaggedTest> tests,
            Optional<String> exemption) {
        boolean isLacking() {
            return exemption.isEmpty()
                    && tests.isEmpty()
                    && switch (requirement.level().proof()) {
                        case TEST -> true;
                        case CITATION -> citations.isEmpty();
                        case NONE -> false;
                    };
        }
    }

    static Coverage of(List<RequirementList> lists, SourceTree tree, Exemptions exemptions) {
        List<Citations> citations = tree.main().stream().map(Citations::of).toList();
        List<TaggedTest> tests = tree.test().stream()
                .flatMap(source -> TaggedTest.of(source).stream())
                .toList();
        List<Document> documents = lists.stream()
                .map(list -> document(list, citations, tests, exemptions))
                .toList();
        return new Coverage(documents, faults(documents, tests, exemptions));
    }

    private static Document document(
            RequirementList list, List<Citations> citations, List<TaggedTest> tests, Exemptions exemptions) {
        List<Row> rows = list.requirements().stream()
                .map(requirement -> new Row(
                        requirement,
                        sources(citations, source -> source.cites(list, requirement)),
                        sources(citations, source -> source.citesSectionOf(list, requirement)),
                        tests.stream()
                                .filter(test -> test.tag().equals(requirement.id()))
                                .toList(),
                        Optional.ofNullable(exemptions.reasons().get(requirement.id()))))
                .toList();
        return new Document(list, rows);
    }

    private static List<Source> sources(List<Citations> citations, Predicate<Citations> which) {
        return citations.stream().filter(which).map(Citations::source).toList();
    }

    private static List<String> faults(List<Document> documents, List<TaggedTest> tests, Exemptions exemptions) {
        List<String> faults = new ArrayList<>();
        for (Document document : documents) {
            document.rows().forEach(row -> faults.addAll(faults(document.list(), row)));
        }
        Set<String> known = documents.stream()
                .flatMap(document -> document.list().requirements().stream())
                .map(Requirement::id)
                .collect(Collectors.toSet());
        tests.stream()
                .filter(test -> TAG_OF_A_REQUIREMENT.matcher(test.tag()).matches())
                .filter(test -> !known.contains(test.tag()))
                .map(test -> test.name() + " has a tag that no requirement has: " + test.tag())
                .forEach(faults::add);
        exemptions.reasons().keySet().stream()
                .sorted()
                .filter(id -> !known.contains(id))
                .map(id -> "an exception names what no document requires: " + id)
                .forEach(faults::add);
        return List.copyOf(faults);
    }

    private static List<String> faults(RequirementList list, Row row) {
        String name = list.document() + " " + row.requirement().id();
        List<String> faults = new ArrayList<>();
        if (row.isLacking() && !list.pending()) {
            faults.add(name + " has no "
                    + (row.requirement().level().proof() == Level.Proof.TEST ? "test" : "test and no citation")
                    + " and no exception: " + row.requirement().sentence());
        }
        if (row.exemption().isPresent() && !row.tests().isEmpty()) {
            faults.add(name + " is excepted, and tested by "
                    + row.tests().getFirst().name());
        }
        return faults;
    }
}
