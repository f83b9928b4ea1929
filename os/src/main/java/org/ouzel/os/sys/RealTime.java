package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A time in which a platform thread runs as soon as it has something to do, before all threads of the computer that are not of real time
 * themselves. It is for threads that mostly wait. Begun and closed by the thread itself; the threads that it starts meanwhile are plain.
 */
public final class RealTime implements AutoCloseable {
    private static final int CALLING_THREAD = 0;

    /** The least of real time, which is before everything else. */
    private static final int PRIORITY = 1;

    private static final MethodHandle GET =
            Captured.call("sched_getscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SET =
            Captured.call("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

    private final boolean begun;

    private RealTime(boolean begun) {
        this.begun = begun;
    }

    /** Begins it, if the kernel lets this program, and the thread is a plain one; otherwise everything stays as it is. */
    public static RealTime begin() {
        return new RealTime(
                policy() == Abi.SCHED_NORMAL && set(Abi.SCHED_FIFO | Abi.SCHED_RESET_ON_FORK, PRIORITY) == 0);
    }

    /** Whether the thread runs in real time because of this. */
    public boolean isBegun() {
        return begun;
    }

    @Override
    public void close() {
        if (begun && set(Abi.SCHED_NORMAL, 0) != 0) {
            throw new IllegalStateException("a thread that cannot be made a plain one again");
        }
    }

    private static int policy() {
        Captured captured = new Captured();
        try {
            return captured.result((int) GET.invokeExact(captured.memory(), CALLING_THREAD));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    private static int set(int policy, int priority) {
        Captured captured = new Captured();
        try (Arena arena = Arena.ofConfined()) {
            // struct sched_param
            MemorySegment parameter = arena.allocateFrom(JAVA_INT, priority);
            return captured.result((int) SET.invokeExact(captured.memory(), CALLING_THREAD, policy, parameter));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }
}
