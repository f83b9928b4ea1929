package org.ouzel.drill.settings;

/** A command of a shell is not understood, or asks for what is not to be had. */
final class CommandNotUnderstood extends Exception {
    private static final long serialVersionUID = 1;

    CommandNotUnderstood(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
