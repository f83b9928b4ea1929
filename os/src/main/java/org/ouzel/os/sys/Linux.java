package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls, for one caller at a time: errno is captured into memory of this object. Results are as the kernel itself
 * gives them: a negative one is the error number, negated.
 *
 * <p>No call is made as a critical one: that gains nothing and holds up the collector.
 */
@SuppressWarnings("restricted")
public final class Linux {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle READ =
            call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITEV =
            call("writev", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle IOCTL = call(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle PPOLL =
            call("ppoll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    private static final MethodHandle SOCKET =
            call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD = call("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD_WRITE =
            call("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle SETNS = call("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"),
            FunctionDescriptor.of(
                    ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Integer.MAX_VALUE, JAVA_BYTE)), JAVA_INT));

    private final MemorySegment captured = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    private static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = CAPTURE;
        System.arraycopy(options, 0, all, 1, options.length);
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, all);
    }

    /** The C library's text for an error number. */
    public static String describe(int errno) {
        try {
            return ((MemorySegment) STRERROR.invokeExact(errno)).getString(0);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Opens a file; the descriptor is not inherited by other programs. */
    public int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return result((int) OPEN.invokeExact(captured, arena.allocateFrom(path), flags | Abi.O_CLOEXEC));
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    public int close(int descriptor) {
        try {
            return result((int) CLOSE.invokeExact(captured, descriptor));
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    public long read(int descriptor, MemorySegment into) {
        try {
            return result((long) READ.invokeExact(captured, descriptor, into, into.byteSize()));
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    public long writev(int descriptor, MemorySegment vectors, int count) {
        try {
            return result((long) WRITEV.invokeExact(captured, descriptor, vectors, count));
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    public int ioctl(int descriptor, long request, MemorySegment argument) {
        try {
            return result((int) IOCTL.invokeExact(captured, descriptor, request, argument));
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Waits for one of the descriptors, with the signal mask as it is; a timeout at address 0 is for ever. */
    public int ppoll(MemorySegment descriptors, long count, MemorySegment timeout) {
        try {
            return result((int) PPOLL.invokeExact(captured, descriptors, count, timeout, MemorySegment.NULL));
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Makes a socket for datagrams, which is what requests about interfaces are made on. */
    public int socket(int family) {
        try {
            return result((int) SOCKET.invokeExact(captured, family, Abi.SOCK_DGRAM | Abi.O_CLOEXEC, 0));
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Makes a counter that can be waited for until it is written to. */
    public int eventfd() {
        try {
            return result((int) EVENTFD.invokeExact(captured, 0, Abi.O_NONBLOCK | Abi.O_CLOEXEC));
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    public int eventfdWrite(int descriptor, long value) {
        try {
            return result((int) EVENTFD_WRITE.invokeExact(captured, descriptor, value));
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Moves the calling thread, and no other, to another namespace. */
    public int setns(int descriptor, int kind) {
        try {
            return result((int) SETNS.invokeExact(captured, descriptor, kind));
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    private int result(int returned) {
        return returned < 0 ? -errno() : returned;
    }

    private long result(long returned) {
        return returned < 0 ? -errno() : returned;
    }

    private int errno() {
        return (int) ERRNO.get(captured, 0L);
    }

    /** A method handle declares that it throws anything; the C library throws nothing. */
    private static RuntimeException unchecked(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            default -> throw new AssertionError("a native call threw a checked exception", thrown);
        };
    }
}
