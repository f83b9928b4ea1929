package org.ouzel.drill.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The text of a script, and where its lines begin. */
final class SourceText {
    /** No script that anybody writes comes near this. */
    static final int LONGEST = 1 << 20;

    private final String file;
    private final String text;
    private final List<Integer> lineStarts = new ArrayList<>(List.of(0));

    // The line that was asked for last: all events of a line share it.
    private int lastNumber;
    private String lastLine = "";

    SourceText(String file, String text) throws ScriptError {
        this.file = file;
        this.text = text;
        if (text.length() > LONGEST) {
            throw new ScriptError(
                    file, new Position(1, 1), text.length() + " characters", "a script of at most " + LONGEST);
        }
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            lineStarts.add(at + 1);
        }
    }

    int length() {
        return text.length();
    }

    /** The character there, or NUL behind the end. */
    char at(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    boolean has(String part, int index) {
        return text.startsWith(part, index);
    }

    int indexOf(String part, int from) {
        return text.indexOf(part, from);
    }

    String between(int start, int end) {
        return text.substring(start, end);
    }

    Position position(int index) {
        int found = Collections.binarySearch(lineStarts, index);
        int line = found >= 0 ? found : -found - 2;
        return new Position(line + 1, index - lineStarts.get(line) + 1);
    }

    /** The index behind the line that the index is in: behind its line feed, or the end. */
    int endOfLine(int index) {
        int feed = text.indexOf('\n', index);
        return feed < 0 ? text.length() : feed + 1;
    }

    /** Whether only blanks stand between the beginning of the line and the index. */
    boolean beginsLine(int index) {
        int start = lineStarts.get(position(index).line() - 1);
        return text.substring(start, index).isBlank();
    }

    /** The text of a line, without the blanks around it. */
    String line(int number) {
        if (number != lastNumber) {
            int start = lineStarts.get(number - 1);
            lastNumber = number;
            lastLine = text.substring(start, endOfLine(start)).strip();
        }
        return lastLine;
    }

    ScriptError error(int index, String found, String expected) {
        return new ScriptError(file, position(index), found, expected);
    }

    ScriptError error(Token found, String expected) {
        return new ScriptError(file, found.position(), found.shown(), expected);
    }
}
