package org.ouzel.bench.idle;

import java.io.IOException;

/** The process that has connections on which nobody speaks: one at first. */
public final class IdleProcess {
    private IdleProcess() {}

    /**
     * Answers until the parent ends.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        Crowd crowd = new Crowd();
        // With the first, and what is spoken on it, comes what there is once, however many follow.
        double _ = crowd.open(1);
        crowd.rest();
        IdleQuestion.answerAll(crowd);
    }
}
