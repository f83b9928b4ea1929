package org.ouzel.drill.settings;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** The programs that only look at text. */
final class TextPrograms {
    private static final Set<String> NUMERIC = Set.of("-eq", "-ne", "-lt", "-le", "-gt", "-ge");

    /** What means the same in the patterns of {@code grep}, with {@code -E} and without, and in ours. */
    private static final Pattern PLAIN = Pattern.compile("[\\w \\t.:=/^$*,@-]*");

    private TextPrograms() {}

    /** {@code echo}. */
    static Outcome echo(List<String> words) {
        boolean bare = !words.isEmpty() && words.getFirst().equals("-n");
        return Outcome.written(String.join(" ", words.subList(bare ? 1 : 0, words.size())) + (bare ? "" : "\n"));
    }

    /** {@code wc -l}. */
    static Outcome wc(List<String> words, String input) throws CommandNotUnderstood {
        if (!words.equals(List.of("-l"))) {
            throw new CommandNotUnderstood("wc is understood as wc -l alone");
        }
        return Outcome.written(input.lines().count() + "\n");
    }

    // ---- test

    /** {@code test}. */
    static Outcome test(List<String> words) throws CommandNotUnderstood {
        if (!words.isEmpty() && words.getFirst().equals("!")) {
            return Outcome.of(!test(words.subList(1, words.size())).succeeded());
        }
        return switch (words.size()) {
            case 1 -> Outcome.of(!words.getFirst().isEmpty());
            case 2 -> one(words.getFirst(), words.getLast());
            case 3 -> two(words.get(0), words.get(1), words.get(2));
            default -> throw new CommandNotUnderstood("test " + String.join(" ", words));
        };
    }

    private static Outcome one(String operator, String word) throws CommandNotUnderstood {
        return switch (operator) {
            case "-n" -> Outcome.of(!word.isEmpty());
            case "-z" -> Outcome.of(word.isEmpty());
            default -> throw new CommandNotUnderstood("test " + operator);
        };
    }

    private static Outcome two(String left, String operator, String right) throws CommandNotUnderstood {
        if (NUMERIC.contains(operator)) {
            return Outcome.of(comparison(operator).test(Long.compare(number(left), number(right))));
        }
        return switch (operator) {
            case "=", "==" -> Outcome.of(left.equals(right));
            case "!=" -> Outcome.of(!left.equals(right));
            default -> throw new CommandNotUnderstood("test with " + operator);
        };
    }

    private static IntPredicate comparison(String operator) {
        return switch (operator) {
            case "-eq" -> order -> order == 0;
            case "-ne" -> order -> order != 0;
            case "-lt" -> order -> order < 0;
            case "-le" -> order -> order <= 0;
            case "-gt" -> order -> order > 0;
            default -> order -> order >= 0;
        };
    }

    private static long number(String text) throws CommandNotUnderstood {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException none) {
            throw new CommandNotUnderstood("\"" + text + "\" is no number");
        }
    }

    // ---- grep

    /** {@code grep}, of what it reads. */
    static Outcome grep(List<String> words, String input) throws CommandNotUnderstood {
        StringBuilder flags = new StringBuilder();
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            flags.append(words.get(at).substring(1));
            at++;
        }
        if (at != words.size() - 1 || !flags.chars().allMatch(flag -> "cqvEiwFx".indexOf(flag) >= 0)) {
            throw new CommandNotUnderstood("grep " + String.join(" ", words));
        }
        Pattern pattern = pattern(words.get(at), flags.toString());
        boolean inverted = flags.indexOf("v") >= 0;
        List<String> found = input.lines()
                .filter(line -> pattern.matcher(line).find() != inverted)
                .toList();
        int status = found.isEmpty() ? 1 : 0;
        if (flags.indexOf("q") >= 0) {
            return new Outcome(status, "");
        }
        if (flags.indexOf("c") >= 0) {
            return new Outcome(status, found.size() + "\n");
        }
        return new Outcome(status, found.isEmpty() ? "" : String.join("\n", found) + "\n");
    }

    private static Pattern pattern(String text, String flags) throws CommandNotUnderstood {
        boolean extended = flags.contains("E");
        String bare = extended ? text.replace("|", "") : text.replace("\\|", "");
        if (!PLAIN.matcher(bare).matches()) {
            throw new CommandNotUnderstood("the pattern \"" + text + "\"");
        }
        String ours = flags.contains("F") ? Pattern.quote(text) : text.replace("\\|", "|");
        String edged = flags.contains("w") ? "\\b(?:" + ours + ")\\b" : ours;
        String whole = flags.contains("x") ? "^(?:" + edged + ")$" : edged;
        return Pattern.compile(whole, flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0);
    }
}
