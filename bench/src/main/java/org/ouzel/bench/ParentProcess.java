package org.ouzel.bench;

import java.io.IOException;

/** The process that has begun this one, and speaks to it through a pipe. */
public final class ParentProcess {
    private ParentProcess() {}

    /** Ends this process when that one does: however it ends, its end of the pipe is closed. */
    public static void endWithIt() {
        Thread.ofPlatform().daemon().name("parent").start(ParentProcess::awaitEnd);
    }

    /** Waits until that one ends, and ends this process then: for one whose other threads would not keep it. */
    public static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException broken) {
            Runtime.getRuntime().halt(2);
        }
        Runtime.getRuntime().halt(1);
    }
}
