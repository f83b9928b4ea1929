package org.ouzel.drill.settings;

/**
 * What a command has come to.
 *
 * @param status 0 if it has succeeded
 * @param output what it has written
 */
record Outcome(int status, String output) {
    /** It has succeeded, and written nothing. */
    static final Outcome DONE = new Outcome(0, "");

    /** It has not, and written nothing. */
    static final Outcome FALSE = new Outcome(1, "");

    static Outcome of(boolean success) {
        return success ? DONE : FALSE;
    }

    static Outcome written(String output) {
        return new Outcome(0, output);
    }

    boolean succeeded() {
        return status == 0;
    }
}
