package org.ouzel.os;

import org.ouzel.os.sys.Platform;
import org.ouzel.os.sys.Processor;

/** The computer's processors. */
public final class Processors {
    private static final boolean IS_KNOWN = Platform.isKnown();

    private Processors() {}

    /**
     * The number of the processor that the calling thread is on, of a virtual thread that its carrier is on: what
     * {@link org.ouzel.stack.StackHost.Builder#processor} asks for. The thread may be on another as soon as it is told. For any thread; it
     * takes a few nanoseconds where the C library has the number at hand.
     *
     * @throws UnsupportedOperationException if this is not Linux on x86-64 or AArch64
     */
    public static int current() {
        if (!IS_KNOWN) {
            Platform.require("the number of a processor");
        }
        return Processor.current();
    }
}
