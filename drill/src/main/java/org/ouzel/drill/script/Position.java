package org.ouzel.drill.script;

/**
 * A place in a script.
 *
 * @param line the line, from 1
 * @param column the character in that line, from 1
 */
public record Position(int line, int column) {
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
