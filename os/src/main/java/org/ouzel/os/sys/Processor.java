package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** The processor that the calling thread is on. */
public final class Processor {
    // Critical: it only reads what the kernel has left for it, and returns at once. It cannot fail where it is there at
    // all.
    private static final MethodHandle SCHED_GETCPU = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("sched_getcpu"),
                    FunctionDescriptor.of(JAVA_INT),
                    Linker.Option.critical(false));

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
