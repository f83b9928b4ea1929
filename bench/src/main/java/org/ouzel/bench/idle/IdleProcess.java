package org.ouzel.bench.idle;

import java.io.IOException;

/** The process that has connections on which nobody speaks. */
public final class IdleProcess {
    private IdleProcess() {}

    /**
     * Answers until the parent ends.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        IdleQuestion.answerAll(new Crowd());
    }
}
