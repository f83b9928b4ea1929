package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Makes handles of the C library's functions, and keeps the error number of the last call made through one. For one caller at
 * a time.
 *
 * <p>No call is made as a critical one: that gains nothing and holds up the collector.
 */
@SuppressWarnings("restricted")
final class Captured {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final MemorySegment memory = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    /** A function that sets errno. Its handle takes {@link #memory} before what the function itself takes. */
    static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = CAPTURE;
        System.arraycopy(options, 0, all, 1, options.length);
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, all);
    }

    /** A function from nothing to a number, which does not fail. */
    static MethodHandle telling(String name) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT));
    }

    /** A function from a number to a text. */
    static MethodHandle describing(String name) {
        MemoryLayout text = MemoryLayout.sequenceLayout(Integer.MAX_VALUE, JAVA_BYTE);
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ADDRESS.withTargetLayout(text), JAVA_INT));
    }

    /** Where a function is, for those who give it to the kernel. */
    static MemorySegment address(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }

    MemorySegment memory() {
        return memory;
    }

    /** What a call has returned, or its error number, negated. */
    int result(int returned) {
        return returned < 0 ? -errno() : returned;
    }

    /** The same of a call that returns a length. */
    long result(long returned) {
        return returned < 0 ? -errno() : returned;
    }

    private int errno() {
        return (int) ERRNO.get(memory, 0L);
    }

    /** A method handle declares that it throws anything; the C library throws nothing. */
    static RuntimeException unchecked(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            default -> throw new AssertionError("a native call threw a checked exception", thrown);
        };
    }
}
