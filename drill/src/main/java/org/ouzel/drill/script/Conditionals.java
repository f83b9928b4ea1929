package org.ouzel.drill.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/** The lines {@code #ifdef NAME}, {@code #ifndef NAME}, {@code #else} and {@code #endif}: what is to be read, and what is left out. */
final class Conditionals {
    /** How deep they may lie in one another. */
    private static final int DEEPEST = 64;

    private final SourceText source;
    private final Predicate<String> isDefined;
    private final Deque<Branch> open = new ArrayDeque<>();

    /** A condition that is not ended yet: where it is, whether what follows is read, and whether that is behind its else. */
    private record Branch(int start, boolean read, boolean otherwise) {}

    Conditionals(SourceText source, Predicate<String> isDefined) {
        this.source = source;
        this.isDefined = isDefined;
    }

    /** Whether the line that begins at that index, with a number sign, is one of these. */
    boolean isDirective(int index) {
        return switch (name(index)) {
            case "ifdef", "ifndef", "else", "endif" -> true;
            default -> false;
        };
    }

    /** Takes the directive at the index, and leaves out what it says. Gives the index of the next line to be read. */
    int take(int index) throws ScriptError {
        apply(index);
        int next = source.endOfLine(index);
        while (!open.isEmpty() && !open.getFirst().read()) {
            next = skip(next);
        }
        return next;
    }

    /** Sees to it that nothing is open when the script ends. */
    void end() throws ScriptError {
        if (!open.isEmpty()) {
            throw source.error(open.getFirst().start(), "a condition without an end", "#endif before the script ends");
        }
    }

    private int skip(int lineStart) throws ScriptError {
        if (lineStart >= source.length()) {
            end();
        }
        int at = lineStart;
        while (source.at(at) == ' ' || source.at(at) == '\t') {
            at++;
        }
        if (source.at(at) == '#' && isDirective(at)) {
            apply(at);
        }
        return source.endOfLine(lineStart);
    }

    private void apply(int index) throws ScriptError {
        switch (name(index)) {
            case "ifdef" -> begin(index, true);
            case "ifndef" -> begin(index, false);
            case "else" -> turn(index);
            default -> {
                innermost(index, "#ifdef before #endif");
                open.pop();
            }
        }
    }

    private void begin(int index, boolean whenDefined) throws ScriptError {
        String argument = argument(index);
        if (argument.isEmpty()) {
            throw source.error(index, "a condition without a name", "a name behind it");
        }
        if (open.size() == DEEPEST) {
            throw source.error(index, "a deeper condition", "at most " + DEEPEST + " conditions in one another");
        }
        boolean outer = open.isEmpty() || open.getFirst().read();
        open.push(new Branch(index, outer && isDefined.test(argument) == whenDefined, false));
    }

    private void turn(int index) throws ScriptError {
        Branch branch = innermost(index, "#ifdef before #else");
        if (branch.otherwise()) {
            throw source.error(index, "a second #else", "#endif");
        }
        open.pop();
        boolean outer = open.isEmpty() || open.getFirst().read();
        open.push(new Branch(branch.start(), outer && !branch.read(), true));
    }

    private Branch innermost(int index, String expected) throws ScriptError {
        if (open.isEmpty()) {
            throw source.error(index, "#" + name(index), expected);
        }
        return open.getFirst();
    }

    private String name(int index) {
        int end = index + 1;
        while (Lexer.isWordPart(source.at(end))) {
            end++;
        }
        return source.between(index + 1, end);
    }

    private String argument(int index) {
        int start = index + 1 + name(index).length();
        while (source.at(start) == ' ' || source.at(start) == '\t') {
            start++;
        }
        int end = start;
        while (Lexer.isWordPart(source.at(end))) {
            end++;
        }
        return source.between(start, end);
    }
}
