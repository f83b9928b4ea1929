package org.ouzel.checks.contract;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which tests of the contract an engine is excepted from, and which tests show what it does instead. */
record DifferenceTable(List<Row> rows) {

    /**
     * A difference of an engine.
     *
     * @param excepted the tests that it is the reason not to run
     * @param shown the tests that show it
     */
    record Row(Engine engine, Difference what, List<Method> excepted, List<Method> shown) {
        private boolean isEmpty() {
            return excepted.isEmpty() && shown.isEmpty();
        }
    }

    /** The table that the annotations of the classes' methods make up: by engines, and then by differences. */
    static DifferenceTable of(List<Class<?>> classes) {
        List<Method> methods = classes.stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .sorted(Comparator.comparing(
                                (Method method) -> method.getDeclaringClass().getName())
                        .thenComparing(Method::getName))
                .toList();
        return new DifferenceTable(Arrays.stream(Engine.values())
                .flatMap(engine -> Arrays.stream(Difference.values()).map(what -> row(engine, what, methods)))
                .filter(row -> !row.isEmpty())
                .toList());
    }

    private static Row row(Engine engine, Difference what, List<Method> methods) {
        return new Row(
                engine,
                what,
                having(methods, method -> Arrays.stream(method.getAnnotationsByType(DiffersOn.class))
                        .anyMatch(except -> except.engine() == engine && except.what() == what)),
                having(methods, method -> Stream.ofNullable(method.getAnnotation(Shows.class))
                        .anyMatch(shows -> shows.engine() == engine && shows.what() == what)));
    }

    private static List<Method> having(List<Method> methods, Predicate<Method> annotated) {
        return methods.stream().filter(annotated).toList();
    }

    /** Why the table cannot stand, in sentences; empty if all is well. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Row row : rows) {
            if (row.excepted().isEmpty()) {
                faults.add(row.what() + " is shown of " + row.engine() + ", but no test is excepted for it");
            }
            if (row.shown().isEmpty()) {
                faults.add("no test shows " + row.what() + " of " + row.engine());
            }
        }
        Arrays.stream(Difference.values())
                .filter(what -> rows.stream().noneMatch(row -> row.what() == what))
                .map(what -> what + " is used by nobody")
                .forEach(faults::add);
        return List.copyOf(faults);
    }
}
