package org.ouzel.drill.run;

import java.io.IOException;

/** Commands as scripts give them to a shell. */
public interface Shell {
    /** Does what the command says. */
    Result run(String command) throws IOException;

    /** What has come of it. */
    sealed interface Result {}

    /** It is done. */
    record Done() implements Result {}

    /**
     * It says that something is not as it should be.
     *
     * @param text what
     */
    record Failed(String text) implements Result {}

    /**
     * It is not understood, or asks for what is not to be had.
     *
     * @param reason what
     */
    record NotUnderstood(String reason) implements Result {}
}
