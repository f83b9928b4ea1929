package org.ouzel.drill.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ouzel.drill.settings.CommandLine.Piece;
import org.ouzel.drill.settings.CommandLine.Simple;
import org.ouzel.drill.settings.CommandLine.Step;
import org.ouzel.drill.settings.CommandLine.When;
import org.ouzel.drill.settings.CommandLine.Word;

/** Reads the small part of a shell's language that scripts set things with: words, quotes, pipes, lists, {@code $(…)}. */
final class CommandParser {
    /** The words that begin what is more than a list of commands. */
    private static final Set<String> KEYWORDS = Set.of(
            "if",
            "then",
            "else",
            "elif",
            "fi",
            "for",
            "while",
            "until",
            "do",
            "done",
            "case",
            "esac",
            "{",
            "}",
            "function");

    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+|\\{\\w+\\}|[?!@#*$-])");

    /** The one variable whose value matters to nobody: it makes names of files differ. */
    private static final Pattern PARENT = Pattern.compile("\\$(PPID|\\{PPID\\})");

    private static final String BLANKS = " \t";
    private static final String ENDS_WORD = " \t\n;&|<>()";

    private final String text;
    private int at;

    CommandParser(String text) {
        this.text = text;
    }

    CommandLine all() throws CommandNotUnderstood {
        CommandLine line = list();
        if (at < text.length()) {
            throw notUnderstood("\"" + text.charAt(at) + "\"");
        }
        return line;
    }

    private CommandNotUnderstood notUnderstood(String what) {
        return new CommandNotUnderstood(what + " in the command: " + text.strip());
    }

    /** Pipelines, up to the end or a bracket that closes. */
    private CommandLine list() throws CommandNotUnderstood {
        List<Step> steps = new ArrayList<>();
        Optional<When> when = separator();
        while (!isAtEnd()) {
            boolean negated = skipped("! ");
            List<Simple> commands = pipeline();
            When before = when.orElse(When.ALWAYS);
            when = separator();
            steps.add(new Step(before, when.orElse(When.ALWAYS), negated, commands));
            if (!isAtEnd() && when.isEmpty()) {
                throw notUnderstood("\"" + text.charAt(at) + "\"");
            }
        }
        if (steps.isEmpty() || when.filter(after -> after != When.ALWAYS).isPresent()) {
            throw notUnderstood("nothing to run");
        }
        return new CommandLine(steps);
    }

    private boolean isAtEnd() {
        return at >= text.length() || text.charAt(at) == ')';
    }

    /** What stands between two pipelines, blank lines and comments included; empty if there is nothing. */
    private Optional<When> separator() throws CommandNotUnderstood {
        Optional<When> found = Optional.empty();
        while (true) {
            skip(BLANKS);
            if (skipped("&&")) {
                found = Optional.of(When.AFTER_SUCCESS);
            } else if (skipped("||")) {
                found = Optional.of(When.AFTER_FAILURE);
            } else if (isAt(";") || isAt("\n")) {
                at++;
                found = Optional.of(found.orElse(When.ALWAYS));
            } else if (isAt("#")) {
                at = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
            } else if (isAt("&")) {
                throw notUnderstood("what runs in the background");
            } else {
                return found;
            }
        }
    }

    private void skip(String characters) {
        while (at < text.length() && (characters.indexOf(text.charAt(at)) >= 0 || isAt("\\\n"))) {
            at += isAt("\\\n") ? 2 : 1;
        }
    }

    private boolean isAt(String expected) {
        return text.startsWith(expected, at);
    }

    private boolean skipped(String expected) {
        boolean is = isAt(expected);
        at += is ? expected.length() : 0;
        return is;
    }

    private List<Simple> pipeline() throws CommandNotUnderstood {
        List<Simple> commands = new ArrayList<>();
        commands.add(command());
        while (isAt("|") && !isAt("||")) {
            at++;
            commands.add(command());
        }
        return commands;
    }

    private Simple command() throws CommandNotUnderstood {
        List<Word> words = new ArrayList<>();
        Optional<Word> output = Optional.empty();
        skip(BLANKS);
        while (at < text.length() && (ENDS_WORD.indexOf(text.charAt(at)) < 0 || isAt(">") || isAt("&>"))) {
            if (skipped("2>&1") || skipped(">&2")) {
                // Nothing here writes what only people read.
            } else if (skipped("2>")) {
                requireNowhere(file());
            } else if (skipped("&>") || skipped(">")) {
                output = Optional.of(file());
            } else {
                words.add(word());
            }
            skip(BLANKS);
        }
        if (words.isEmpty()) {
            throw notUnderstood("nothing to run");
        }
        if (words.getFirst().pieces().getFirst() instanceof Piece.Text(String name) && KEYWORDS.contains(name)) {
            throw notUnderstood("\"" + name + "\"");
        }
        return new Simple(words, output);
    }

    private Word file() throws CommandNotUnderstood {
        skip(BLANKS);
        return word();
    }

    private void requireNowhere(Word file) throws CommandNotUnderstood {
        if (!file.equals(new Word(List.of(new Piece.Text("/dev/null"))))) {
            throw notUnderstood("a file for errors");
        }
    }

    // ---- Words

    private Word word() throws CommandNotUnderstood {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        while (at < text.length() && ENDS_WORD.indexOf(text.charAt(at)) < 0) {
            switch (text.charAt(at)) {
                case '\'' -> literal.append(quoted());
                case '"' -> doubleQuoted(literal, pieces);
                case '$' -> dollar(literal, pieces);
                case '\\' -> literal.append(escaped());
                case '`', '*', '?' -> throw notUnderstood("\"" + text.charAt(at) + "\"");
                default -> literal.append(text.charAt(at++));
            }
        }
        if (!literal.isEmpty() || pieces.isEmpty()) {
            pieces.add(new Piece.Text(literal.toString()));
        }
        return new Word(pieces);
    }

    private String quoted() throws CommandNotUnderstood {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw notUnderstood("a quote without an end");
        }
        String inside = text.substring(at + 1, end);
        at = end + 1;
        return inside;
    }

    private void doubleQuoted(StringBuilder literal, List<Piece> pieces) throws CommandNotUnderstood {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            switch (text.charAt(at)) {
                case '$' -> dollar(literal, pieces);
                case '\\' -> literal.append(escaped());
                default -> literal.append(text.charAt(at++));
            }
        }
        if (!skipped("\"")) {
            throw notUnderstood("a quote without an end");
        }
    }

    private String escaped() throws CommandNotUnderstood {
        if (at + 1 >= text.length()) {
            throw notUnderstood("a backslash at the end");
        }
        at += 2;
        char escaped = text.charAt(at - 1);
        return switch (escaped) {
            case '\n' -> "";
            case '"', '\\', '$', ' ' -> String.valueOf(escaped);
            // In patterns a backslash before a letter or a bar stands for itself; elsewhere none is needed.
            default -> "\\" + escaped;
        };
    }

    private void dollar(StringBuilder literal, List<Piece> pieces) throws CommandNotUnderstood {
        if (skipped("$((")) {
            throw notUnderstood("arithmetic");
        }
        if (skipped("$(")) {
            if (!literal.isEmpty()) {
                pieces.add(new Piece.Text(literal.toString()));
                literal.setLength(0);
            }
            pieces.add(new Piece.Substitution(list()));
            if (!skipped(")")) {
                throw notUnderstood("a bracket without an end");
            }
            return;
        }
        Matcher variable = VARIABLE.matcher(text).region(at, text.length());
        if (!variable.lookingAt()) {
            literal.append(text.charAt(at++));
            return;
        }
        if (!PARENT.matcher(variable.group()).matches()) {
            throw notUnderstood("the variable " + variable.group());
        }
        at = variable.end();
        literal.append("0");
    }
}
