package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls that are not about sockets in particular, for one caller at a time: errno is captured into memory of this object. Results are as the kernel itself
 * gives them: a negative one is the error number, negated.
 *
 * <p>No call is made as a critical one: that gains nothing and holds up the collector.
 */
public final class Linux {
    private static final MethodHandle OPEN = Captured.call(
            "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = Captured.call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle READ =
            Captured.call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle READV =
            Captured.call("readv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle WRITE =
            Captured.call("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITEV =
            Captured.call("writev", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle IOCTL = Captured.call(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle PPOLL =
            Captured.call("ppoll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    private static final MethodHandle SOCKET =
            Captured.call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD =
            Captured.call("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD_WRITE =
            Captured.call("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle SETNS =
            Captured.call("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle UNSHARE = Captured.call("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle STRERROR = Captured.describing("strerror");

    private final Captured captured = new Captured();

    /** The C library's text for an error number. */
    public static String describe(int errno) {
        try {
            return ((MemorySegment) STRERROR.invokeExact(errno)).getString(0);
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Opens a file; the descriptor is not inherited by other programs. */
    public int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return captured.result(
                    (int) OPEN.invokeExact(captured.memory(), arena.allocateFrom(path), flags | Abi.O_CLOEXEC));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    public int close(int descriptor) {
        try {
            return captured.result((int) CLOSE.invokeExact(captured.memory(), descriptor));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    public long read(int descriptor, MemorySegment into) {
        try {
            return captured.result((long) READ.invokeExact(captured.memory(), descriptor, into, into.byteSize()));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    public long readv(int descriptor, MemorySegment vectors, int count) {
        try {
            return captured.result((long) READV.invokeExact(captured.memory(), descriptor, vectors, count));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    public long write(int descriptor, MemorySegment from) {
        try {
            return captured.result((long) WRITE.invokeExact(captured.memory(), descriptor, from, from.byteSize()));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    public long writev(int descriptor, MemorySegment vectors, int count) {
        try {
            return captured.result((long) WRITEV.invokeExact(captured.memory(), descriptor, vectors, count));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    public int ioctl(int descriptor, long request, MemorySegment argument) {
        try {
            return captured.result((int) IOCTL.invokeExact(captured.memory(), descriptor, request, argument));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** A request whose argument is a number. */
    public int ioctl(int descriptor, long request, long argument) {
        return ioctl(descriptor, request, MemorySegment.ofAddress(argument));
    }

    /** Waits for one of the descriptors, with the signal mask as it is; a timeout at address 0 is for ever. */
    public int ppoll(MemorySegment descriptors, long count, MemorySegment timeout) {
        try {
            return captured.result(
                    (int) PPOLL.invokeExact(captured.memory(), descriptors, count, timeout, MemorySegment.NULL));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Makes a socket that does not block and that other programs do not inherit. */
    public int socket(int family, int type, int protocol) {
        try {
            return captured.result((int)
                    SOCKET.invokeExact(captured.memory(), family, type | Abi.O_NONBLOCK | Abi.O_CLOEXEC, protocol));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Makes a counter that can be waited for until it is written to. */
    public int eventfd() {
        try {
            return captured.result((int) EVENTFD.invokeExact(captured.memory(), 0, Abi.O_NONBLOCK | Abi.O_CLOEXEC));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    public int eventfdWrite(int descriptor, long value) {
        try {
            return captured.result((int) EVENTFD_WRITE.invokeExact(captured.memory(), descriptor, value));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Moves the calling thread, and no other, to another namespace. */
    public int setns(int descriptor, int kind) {
        try {
            return captured.result((int) SETNS.invokeExact(captured.memory(), descriptor, kind));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }

    /** Puts the calling thread, and no other, into a new namespace. */
    public int unshare(int kind) {
        try {
            return captured.result((int) UNSHARE.invokeExact(captured.memory(), kind));
        } catch (Throwable thrown) {
            throw Captured.unchecked(thrown);
        }
    }
}
