package org.ouzel.checks.contract;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page that tells what the engines do otherwise than the contract says. */
final class EnginesPage {
    private static final String HEAD = """
            # How the engines differ

            One suite of tests, in `checks/src/test/java/org/ouzel/checks/contract`, says what the API promises, and runs on every engine.
            What an engine does otherwise stands here, each difference with the tests that do not run on that engine because of it, and with
            those that show what it does instead. Nothing else may keep a test of the suite from running. Made by `EnginesTest` from the
            annotations of the tests; `just engines` makes it anew.
            """;

    private EnginesPage() {}

    static String of(DifferenceTable table) {
        return HEAD
                + Arrays.stream(Engine.values())
                        .filter(engine -> engine.differsAs() == engine)
                        .map(engine -> section(engine, table))
                        .collect(Collectors.joining());
    }

    private static String section(Engine engine, DifferenceTable table) {
        List<DifferenceTable.Row> rows =
                table.rows().stream().filter(row -> row.engine() == engine).toList();
        return "\n## " + engine.title() + "\n\n"
                + (rows.isEmpty() ? "Does all that the contract says.\n" : table(rows));
    }

    private static String table(List<DifferenceTable.Row> rows) {
        return "| difference | what that is | not run | shown by |\n|---|---|---|---|\n"
                + rows.stream()
                        .map(row -> "| " + name(row.what()) + " | " + row.what().sentence() + " | "
                                + links(row.excepted()) + " | " + links(row.shown()) + " |\n")
                        .collect(Collectors.joining());
    }

    /** As its constant, but in words. */
    private static String name(Difference difference) {
        return difference.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String links(List<Method> tests) {
        return tests.stream()
                .map(test -> "[" + test.getDeclaringClass().getSimpleName() + "." + test.getName() + "]("
                        + "../checks/src/test/java/"
                        + test.getDeclaringClass().getName().replace('.', '/') + ".java)")
                .collect(Collectors.joining(", "));
    }
}
