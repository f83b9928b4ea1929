package org.ouzel.drill.run;

import org.ouzel.drill.script.ScriptOption;

/** An option of a script that no host can be made of. */
public final class BadOption extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;
    private final String text;

    BadOption(ScriptOption option, String why) {
        super("line " + option.position().line() + ": " + text(option, why));
        this.line = option.position().line();
        this.text = text(option, why);
    }

    private static String text(ScriptOption option, String why) {
        return "--" + option.name() + "=" + option.value().orElse("") + ": " + why;
    }

    /** The line where it stands. */
    public int line() {
        return line;
    }

    /** The option as it is written, and why it is none. */
    public String text() {
        return text;
    }
}
