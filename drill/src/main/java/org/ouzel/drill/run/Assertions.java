package org.ouzel.drill.run;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Code in scripts: what it asserts of the figures of a connection. */
final class Assertions {
    private Assertions() {}

    /** Throws if something that the code asserts is not so, or is not understood. */
    static void check(int line, String code, Map<String, Long> figures) throws Stop {
        for (String statement : code.split("[\n;]", -1)) {
            if (!statement.isBlank()) {
                new Assertion(line, statement.strip(), figures).check();
            }
        }
    }

    /** Figures for people, those that are not 0. */
    static String text(Map<String, Long> figures) {
        return new TreeMap<>(figures)
                .entrySet().stream()
                        .filter(entry -> entry.getValue() != 0)
                        .map(entry -> entry.getKey().replaceFirst("^tcpi_", "") + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
