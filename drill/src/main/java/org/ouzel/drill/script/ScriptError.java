package org.ouzel.drill.script;

import java.io.Serial;

/** A script that says nothing: where it goes wrong, what is there, and what could have been. */
public final class ScriptError extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String file;
    private final transient Position position;
    private final String found;
    private final String expected;

    /** An error at a place of a script. */
    public ScriptError(String file, Position position, String found, String expected) {
        super(file + ":" + position + ": expected " + expected + ", found " + found);
        this.file = file;
        this.position = position;
        this.found = found;
        this.expected = expected;
    }

    /** The name of the script. */
    public String file() {
        return file;
    }

    /** Where it goes wrong. */
    public Position position() {
        return position;
    }

    /** What is there, as a report shows it. */
    public String found() {
        return found;
    }

    /** What could have been there. */
    public String expected() {
        return expected;
    }
}
