package org.ouzel.drill.run;

/** What has come of a script. */
public sealed interface Verdict {

    /** Everything was as it is written. */
    record Ok() implements Verdict {}

    /**
     * Something was not.
     *
     * @param line the line of the script
     * @param text what was written and what was found, for people, in several lines
     */
    record Failed(int line, String text) implements Verdict {}

    /**
     * The script asks for what is not to be had, and was not run to its end.
     *
     * @param line the line of the script
     * @param reason what that is
     */
    record Unsupported(int line, String reason) implements Verdict {}
}
