package org.ouzel.os.sys;

import java.lang.invoke.MethodHandle;

/** The processor that the calling thread is on. */
public final class Processor {
    private static final MethodHandle SCHED_GETCPU = Captured.telling("sched_getcpu");

    private Processor() {}

    /** Its number, as the kernel counts; the thread may be on another as soon as it is told. */
    public static int current() {
        try {
            return (int) SCHED_GETCPU.invokeExact();
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }
}
