package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A platform thread of this program as the kernel has it. Other threads can see whether it sleeps in a system call, and end that sleep.
 */
public final class NativeThread {
    private static final Path PROCESSES = Path.of("/proc");

    /** One of the signals for programs. The C library has those below 35, the Java platform 62. */
    private static final int WAKE = 41;

    private static final int HEXADECIMAL = 16;

    /** The words of {@code /proc/…/syscall} for a thread in a call: its number, six arguments, and two addresses. */
    private static final int WORDS = 9;

    private static final MethodHandle PTHREAD_SELF = Captured.call("pthread_self", FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle PTHREAD_KILL =
            Captured.call("pthread_kill", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SIGACTION =
            Captured.call("sigaction", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

    private final Path call;
    private final long handle;

    private NativeThread(Path call, long handle) {
        this.call = call;
        this.handle = handle;
    }

    /**
     * The calling thread.
     *
     * @throws IOException if the kernel does not show it, or the signal that wakes is in use
     */
    public static NativeThread current() throws IOException {
        ErrnoException.check("sigaction " + WAKE, Handler.INSTALLED);
        Path thread = PROCESSES.resolve(Files.readSymbolicLink(PROCESSES.resolve("thread-self")));
        return new NativeThread(thread.resolve("syscall"), self());
    }

    private static long self() {
        try {
            return (long) PTHREAD_SELF.invokeExact(new Captured().memory());
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /**
     * Whether the thread sleeps inside the call that it is making there. A thread that is ready to run does not, however long it waits
     * for a processor, nor does one that waits for a lock of the Java machine: the first argument of its call is another.
     */
    public boolean sleepsIn(PlainCalls calls) throws IOException {
        String[] words = Files.readString(call).strip().split(" ", -1);
        return words.length == WORDS
                && Long.parseUnsignedLong(words[1].substring("0x".length()), HEXADECIMAL) == calls.first();
    }

    /**
     * Ends the call in which the thread sleeps, with EINTR if nothing else has come of it. One that is only about to sleep misses this.
     * The thread must not have ended.
     */
    public void wake() throws ErrnoException {
        try {
            int error = (int) PTHREAD_KILL.invokeExact(new Captured().memory(), handle, WAKE);
            ErrnoException.check("pthread_kill", -error);
        } catch (ErrnoException failed) {
            throw failed;
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /**
     * What the signal that wakes does: nothing. But it needs a handler, because it would end the program otherwise, and one without
     * SA_RESTART, because the calls would go on. No Java code may run there, so it is a function of the C library that takes a number and
     * touches nothing.
     */
    private static final class Handler {
        static final int INSTALLED = install();

        private static int install() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment before = arena.allocate(Abi.SIGACTION_BYTES, Long.BYTES);
                int asked = set(MemorySegment.NULL, before);
                if (asked < 0) {
                    return asked;
                }
                MemorySegment action = arena.allocate(Abi.SIGACTION_BYTES, Long.BYTES);
                action.set(JAVA_LONG, 0, Captured.address("abs").address());
                return before.get(JAVA_LONG, 0) == 0 ? set(action, MemorySegment.NULL) : -Abi.EBUSY;
            }
        }

        private static int set(MemorySegment action, MemorySegment before) {
            Captured captured = new Captured();
            try {
                return captured.result((int) SIGACTION.invokeExact(captured.memory(), WAKE, action, before));
            } catch (Throwable thrown) {
                throw Captured.unchecked(thrown);
            }
        }
    }
}
