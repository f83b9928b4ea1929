package org.ouzel.drill.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How another system writes the values of one of Ouzel's settings. */
sealed interface Unit {
    /** Reads it: {@code number}, {@code twice}, {@code s}, {@code ms}, {@code us}, or pairs as {@code 0=off 1=on}. */
    static Unit parse(String text) {
        return switch (text) {
            case "number" -> new Count();
            case "twice" -> new Twice();
            case "s", "ms", "us" -> new Time(text);
            default -> new Words(pairs(text));
        };
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(" ", -1)) {
            int equals = pair.indexOf('=');
            pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return pairs;
    }

    /** A number, decimal or hexadecimal. */
    static Optional<Long> integer(String text) {
        try {
            return Optional.of(Long.decode(text));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static long required(String text) throws BadSetting {
        return integer(text).orElseThrow(() -> new BadSetting("\"" + text + "\" is no number"));
    }

    /** For people. */
    String meaning();

    /** What we write for a value of theirs. */
    String ours(String value) throws BadSetting;

    /** What they write for a value of ours, if they can. */
    Optional<String> theirs(String value);

    /** The same number. */
    record Count() implements Unit {
        @Override
        public String meaning() {
            return "";
        }

        @Override
        public String ours(String value) throws BadSetting {
            return Long.toString(required(value));
        }

        @Override
        public Optional<String> theirs(String value) {
            return integer(value).map(String::valueOf);
        }
    }

    /** Twice the number: Linux counts what packets take up, and not their data. */
    record Twice() implements Unit {
        @Override
        public String meaning() {
            return ", which is half of it";
        }

        @Override
        public String ours(String value) throws BadSetting {
            return Long.toString(required(value) / 2);
        }

        @Override
        public Optional<String> theirs(String value) {
            return integer(value).map(half -> Long.toString(2 * half));
        }
    }

    /** A number of a unit of time. */
    record Time(String unit) implements Unit {
        @Override
        public String meaning() {
            return ", in " + unit;
        }

        @Override
        public String ours(String value) throws BadSetting {
            return required(value) + unit;
        }

        @Override
        public Optional<String> theirs(String value) {
            return Form.TIME_NS.reads().apply(value).map(ns -> Long.toString(ns / Form.ns(unit)));
        }
    }

    /** Other words. */
    record Words(Map<String, String> ours) implements Unit {
        @Override
        public String meaning() {
            return ": "
                    + ours.entrySet().stream()
                            .map(pair -> pair.getKey() + " is " + pair.getValue())
                            .collect(Collectors.joining(", "));
        }

        @Override
        public String ours(String value) throws BadSetting {
            String found = ours.get(integer(value).map(String::valueOf).orElse(value));
            if (found == null) {
                throw new BadSetting("\"" + value + "\" is none of " + String.join(", ", ours.keySet()));
            }
            return found;
        }

        @Override
        public Optional<String> theirs(String value) {
            return ours.entrySet().stream()
                    .filter(pair -> pair.getValue().equals(value))
                    .findFirst()
                    .map(Map.Entry::getKey);
        }
    }
}
